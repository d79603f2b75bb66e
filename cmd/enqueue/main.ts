import { runProcess } from '../../src/runtime/run-process.ts'
import { readArguments } from './arguments.ts'
import { enqueueSettings } from './settings.ts'

const request = readArguments(process.argv.slice(2))
await runProcess({
  service: 'enqueue',
  settings: enqueueSettings,
  logTo: 2,
  load: async () => {
    const { runEnqueue } = await import('./app.ts')
    return (context) => runEnqueue(request, context)
  },
})
