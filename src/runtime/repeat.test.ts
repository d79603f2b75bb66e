import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { pino } from 'pino'

import { repeat } from './repeat.ts'
import { createWakeUp } from './wake-up.ts'

const HOUR = 3_600_000

const logLines = () => {
  const lines: { message: string; failures?: number }[] = []
  const log = pino({ messageKey: 'message' }, { write: (line: string) => void lines.push(JSON.parse(line) as { message: string }) })
  return { log, lines }
}

describe('repeat', () => {
  it('takes a turn at once, and another one each time it is woken up', async () => {
    const wakeUp = createWakeUp()
    const turns = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let taken = 0
    await using repeating = repeat('work', HOUR, logLines().log, async () => turns[taken++]?.resolve(), wakeUp)
    await turns[0]?.promise
    wakeUp.wake()
    await turns[1]?.promise
    wakeUp.wake()
    await turns[2]?.promise
    assert.equal(taken, 3)
    void repeating
  })

  it('does not miss being woken up during a turn', async () => {
    const wakeUp = createWakeUp()
    const second = Promise.withResolvers<void>()
    let taken = 0
    await using repeating = repeat(
      'work',
      HOUR,
      logLines().log,
      async () => {
        taken += 1
        if (taken === 1) wakeUp.wake()
        else second.resolve()
      },
      wakeUp,
    )
    await second.promise
    void repeating
  })

  it('tells a failure once however often it comes, goes on, and tells when it works again', async () => {
    const wakeUp = createWakeUp()
    const { log, lines } = logLines()
    const done = Promise.withResolvers<void>()
    let taken = 0
    const repeating = repeat(
      'work',
      HOUR,
      log,
      async () => {
        taken += 1
        wakeUp.wake()
        if (taken < 4) throw new Error('the database restarts')
        if (taken === 5) done.resolve()
      },
      wakeUp,
    )
    await done.promise
    await repeating[Symbol.asyncDispose]()
    assert.deepEqual(
      lines.map(({ message, failures }) => ({ message, failures })),
      [
        { message: 'Failed; trying again until it works', failures: undefined },
        { message: 'Works again', failures: 3 },
      ],
    )
  })

  for (const code of ['database-not-allowed', '42P01']) {
    it(`does not try again what nobody can mend by that: ${code}`, async () => {
      const fault = Object.assign(new Error('no'), { code })
      let taken = 0
      const repeating = repeat('work', 1, logLines().log, async () => {
        taken += 1
        throw fault
      })
      await assert.rejects(async () => await repeating[Symbol.asyncDispose](), fault)
      assert.equal(taken, 1)
    })
  }

  it('has worked after the first turn that did not fail', async () => {
    let taken = 0
    await using repeating = repeat('work', 1, logLines().log, async () => {
      taken += 1
      if (taken < 3) throw new Error('the database starts')
    })
    await repeating.worked
    assert.equal(taken, 3)
  })

  it('waits for the turn that runs when it is disposed of, and takes no other', async () => {
    const started = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    let ended = 0
    const repeating = repeat('work', 1, logLines().log, async () => {
      started.resolve()
      await release.promise
      ended += 1
    })
    await started.promise
    const disposed = repeating[Symbol.asyncDispose]()
    release.resolve()
    await disposed
    assert.equal(ended, 1)
  })
})
