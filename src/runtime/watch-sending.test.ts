import assert from 'node:assert/strict'
import { it } from 'node:test'

import { pino } from 'pino'

import { watchSending } from './watch-sending.ts'

it('a collector that takes nothing is told once, and once more when it takes telemetry again', () => {
  const lines: { message: string; what: string; failures?: number }[] = []
  const log = pino({ messageKey: 'message' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const told = watchSending('traces', 'http://collector/v1/traces', log)
  const failed = { code: 1, error: new Error('refused') }
  for (let time = 0; time < 5; time++) assert.deepEqual(told(failed), { code: 0 })
  assert.equal(lines.length, 1)
  told({ code: 0 })
  told({ code: 0 })
  assert.deepEqual(
    lines.map(({ message, what, failures }) => ({ message, what, failures })),
    [
      {
        message: 'The collector takes no telemetry; the work goes on without, and this is not told again',
        what: 'traces',
        failures: undefined,
      },
      { message: 'The collector takes telemetry again', what: 'traces', failures: 5 },
    ],
  )
})
