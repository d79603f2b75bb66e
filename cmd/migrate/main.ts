/** Brings a database to this version, then ends. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { migrateSettings } = await import('./settings.ts')
await runProcess({
  service: 'migrate',
  settings: migrateSettings,
  logTo: 1,
  load: async () => (await import('./app.ts')).runMigrate,
})
