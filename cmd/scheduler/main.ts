/** The scheduler: runs periodic jobs, or stands by for the one that does, until it is told to end. */
import { enableCompileCache } from 'node:module'
import { compiledFolderOf } from '../../src/runtime/cache-folder.ts'

enableCompileCache(compiledFolderOf(process.env))
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { schedulerSettings } = await import('./settings.ts')
await runProcess({
  service: 'scheduler',
  settings: schedulerSettings,
  logTo: 1,
  serves: true,
  load: async () => (await import('./app.ts')).runScheduler,
})
