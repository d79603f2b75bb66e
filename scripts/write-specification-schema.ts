/** Writes docs/specification.schema.json from src/report/specification/specification-schema.ts; with `--check` it only says whether they differ. */
import { specificationJsonSchema } from '../src/report/specification/specification-schema.ts'
import { publishSchema } from './schema/publish-schema.ts'

await publishSchema({
  schema: specificationJsonSchema(),
  path: 'docs/specification.schema.json',
  from: 'src/report/specification/specification-schema.ts',
  by: 'scripts/write-specification-schema.ts',
})
