import { runProcess } from '../../src/runtime/run-process.ts'
import { analyzerSettings } from './settings.ts'

await runProcess({
  service: 'analyzer',
  settings: analyzerSettings,
  logTo: 1,
  load: async () => (await import('./app.ts')).runAnalyzer,
})
