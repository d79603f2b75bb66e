/** Writes docs/inventory.schema.json from src/report/inventory-schema.ts; with `--check` it only says whether they differ. */
import { inventoryJsonSchema } from '../src/report/inventory-schema.ts'
import { publishSchema } from './schema/publish-schema.ts'

await publishSchema({
  schema: inventoryJsonSchema(),
  path: 'docs/inventory.schema.json',
  from: 'src/report/inventory-schema.ts',
  by: 'scripts/write-inventory-schema.ts',
})
