/** For a cron: removes what the retention policy no longer keeps, then ends. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
const { readProgramArguments } = await import('../../src/runtime/program-arguments.ts')
const description = { name: 'retention-cleanup', describes: 'Removes what the retention policy no longer keeps, then ends.' }
const request = readProgramArguments(description, process.argv.slice(2))
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { retentionCleanupSettings } = await import('./settings.ts')
await runProcess({
  service: description.name,
  settings: retentionCleanupSettings,
  logTo: request.dryRun ? 2 : 1,
  load: async () => {
    const { runRetentionCleanup } = await import('./app.ts')
    return (context) => runRetentionCleanup(request, context)
  },
})
