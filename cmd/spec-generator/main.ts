/** The spec generator: takes specification jobs until it is told to end. */
import { enableCompileCache } from 'node:module'
import { compiledFolderOf } from '../../src/runtime/cache-folder.ts'

enableCompileCache(compiledFolderOf(process.env))
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { faultsTogether, specGeneratorSettings } = await import('./settings.ts')
await runProcess({
  service: 'spec-generator',
  settings: specGeneratorSettings,
  faultsTogether,
  logTo: 1,
  serves: true,
  load: async () => (await import('./app.ts')).runSpecGenerator,
})
