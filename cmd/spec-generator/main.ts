/** The spec generator: takes specification jobs until it is told to end. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

keepCompiledCode(process.env)
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
