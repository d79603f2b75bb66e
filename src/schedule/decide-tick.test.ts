import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { decideTick, MOST_ATTEMPTS, type DueTick, type TickDecision } from './decide-tick.ts'

const GRACE = 1000
const onTime: DueTick = { attempts: 0, finished: false, lateBy: 1 }

describe('decideTick', () => {
  const cases: [what: string, tick: DueTick, decision: TickDecision][] = [
    ['runs one that is due', onTime, 'run'],
    ['runs one late within its grace', { ...onTime, lateBy: GRACE }, 'run'],
    ['misses one after its grace', { ...onTime, lateBy: GRACE + 1 }, 'miss'],
    ['runs one again whose scheduler was killed', { ...onTime, attempts: 1 }, 'run'],
    ['leaves one cut off that was begun and is too late to go on', { ...onTime, attempts: 1, lateBy: GRACE + 1 }, 'cut-off'],
    ['gives up one that was begun too often', { ...onTime, attempts: MOST_ATTEMPTS }, 'give-up'],
    ['leaves one alone that has had its run', { attempts: 1, finished: true, lateBy: 1 }, 'leave'],
    ['leaves one alone that was missed, also if the clock was set back since', { ...onTime, finished: true }, 'leave'],
  ]
  for (const [what, tick, decision] of cases) it(what, () => assert.equal(decideTick(tick, GRACE), decision))
})
