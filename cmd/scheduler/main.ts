/** The scheduler: runs periodic jobs, or stands by for the one that does, until it is told to end. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { schedulerSettings } = await import('./settings.ts')
await runProcess({
  service: 'scheduler',
  settings: schedulerSettings,
  logTo: 1,
  serves: true,
  load: async () => (await import('./app.ts')).runScheduler,
})
