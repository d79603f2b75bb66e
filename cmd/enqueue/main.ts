/** For a person: puts one job into the queue. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
const { readArguments } = await import('./arguments.ts')
const request = await readArguments(process.argv.slice(2))
const { runProcess } = await import('../../src/runtime/run-process.ts')
const { enqueueSettings } = await import('./settings.ts')
await runProcess({
  service: 'enqueue',
  settings: enqueueSettings,
  logTo: 2,
  byHand: true,
  load: async () => {
    const { runEnqueue } = await import('./app.ts')
    return (context) => runEnqueue(request, context)
  },
})
