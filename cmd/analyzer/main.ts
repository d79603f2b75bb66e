/** The analyzer: takes analysis jobs until it is told to end. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { analyzerSettings } = await import('./settings.ts')
await runProcess({
  service: 'analyzer',
  settings: analyzerSettings,
  logTo: 1,
  serves: true,
  load: async () => (await import('./app.ts')).runAnalyzer,
})
