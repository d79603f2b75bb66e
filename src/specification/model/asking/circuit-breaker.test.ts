import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createTurnedClock } from '../testing/turned-clock.ts'
import { createCircuitBreaker, type CircuitBreaker, type Pass } from './circuit-breaker.ts'

const POLICY = { failures: 3, coolDown: 1000, longestCoolDown: 3000, probeLease: 10_000 }

const passOf = (breaker: CircuitBreaker): Pass => {
  const entered = breaker.enter()
  return entered.kind === 'pass' ? entered.pass : assert.fail(`has to wait for ${entered.milliseconds} ms`)
}

const waitAt = (breaker: CircuitBreaker): number => {
  const entered = breaker.enter()
  return entered.kind === 'wait' ? entered.milliseconds : assert.fail('may go')
}

const opened = () => {
  const clock = createTurnedClock()
  const breaker = createCircuitBreaker(POLICY, clock)
  const passes = Array.from({ length: 6 }, () => passOf(breaker))
  for (const pass of passes.slice(0, 3)) pass.failed()
  return { clock, breaker, others: passes.slice(3) }
}

test('failures in a row stop everything for a while, and one request goes as a probe after it', () => {
  const { clock, breaker } = opened()
  assert.equal(waitAt(breaker), 1000)
  clock.turn(1000)
  const probe = passOf(breaker)
  assert.ok(waitAt(breaker) > 0)
  probe.succeeded()
  passOf(breaker)
  passOf(breaker)
})

test('failures that are not in a row stop nothing', () => {
  const breaker = createCircuitBreaker(POLICY, createTurnedClock())
  for (let round = 0; round < 10; round += 1) {
    passOf(breaker).failed()
    passOf(breaker).failed()
    passOf(breaker).succeeded()
  }
})

test('each probe that fails makes the next while longer, up to a limit', () => {
  const { clock, breaker } = opened()
  const waits = [1, 2, 3].map(() => {
    clock.turn(waitAt(breaker))
    passOf(breaker).failed()
    return waitAt(breaker)
  })
  assert.deepEqual(waits, [2000, 3000, 3000])
})

test('a probe that never comes back is followed by another when its lease is over', () => {
  const { clock, breaker } = opened()
  clock.turn(1000)
  const lost = passOf(breaker)
  clock.turn(9999)
  assert.equal(waitAt(breaker), 1)
  clock.turn(1)
  const probe = passOf(breaker)
  // What the lost one says too late takes nothing from the probe that followed it.
  lost.failed()
  lost[Symbol.dispose]()
  clock.turn(9000)
  assert.ok(waitAt(breaker) > 0)
  probe.succeeded()
  passOf(breaker)
})

test('a probe that is given up without a verdict leaves its place at once', () => {
  const { clock, breaker } = opened()
  clock.turn(1000)
  passOf(breaker)[Symbol.dispose]()
  passOf(breaker).succeeded()
  passOf(breaker)
  passOf(breaker)
})

test('what was sent before says nothing about a server that is given a rest', () => {
  const { clock, breaker, others } = opened()
  others[0]?.succeeded()
  others[1]?.failed()
  assert.equal(waitAt(breaker), 1000)
  clock.turn(1000)
  passOf(breaker)
})
