/** For a cron: sends what people look at for analysis again where it has moved, then ends. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
const { readProgramArguments } = await import('../../src/runtime/program-arguments.ts')
const description = { name: 'auto-refresh', describes: 'Sends what people look at for analysis again where it has moved, then ends.' }
const request = readProgramArguments(description, process.argv.slice(2))
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { autoRefreshSettings } = await import('./settings.ts')
await runProcess({
  service: description.name,
  settings: autoRefreshSettings,
  logTo: request.dryRun ? 2 : 1,
  load: async () => {
    const { runAutoRefresh } = await import('./app.ts')
    return (context) => runAutoRefresh(request, context)
  },
})
