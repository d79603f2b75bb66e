/** The analyzer: takes analysis jobs until it is told to end. */
import { enableCompileCache } from 'node:module'
import { compiledFolderOf } from '../../src/runtime/cache-folder.ts'

// Compiled code of earlier runs: a service that is started again is ready sooner, and needs less memory.
enableCompileCache(compiledFolderOf(process.env))
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { analyzerSettings } = await import('./settings.ts')
await runProcess({
  service: 'analyzer',
  settings: analyzerSettings,
  logTo: 1,
  serves: true,
  load: async () => (await import('./app.ts')).runAnalyzer,
})
