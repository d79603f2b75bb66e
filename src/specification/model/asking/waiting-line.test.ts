import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createWaitingLine } from './waiting-line.ts'

const { signal } = new AbortController()

test('who comes first goes first, and one at a time', async () => {
  const line = createWaitingLine()
  const order: string[] = []
  const pass = async (name: string): Promise<void> => {
    using _ = await line.enter(signal)
    order.push(`${name} in`)
    await Promise.resolve()
    order.push(`${name} out`)
  }
  await Promise.all([pass('a'), pass('b'), pass('c')])
  assert.deepEqual(order, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
})

test('who gives up leaves the line, and lets nobody past those before it', async () => {
  const line = createWaitingLine()
  const first = await line.enter(signal)
  const giveUp = new AbortController()
  const second = line.enter(giveUp.signal)
  let reached = false
  const third = line.enter(signal).then((place) => {
    reached = true
    return place
  })
  giveUp.abort(new Error('Enough'))
  await assert.rejects(second, { message: 'Enough' })
  assert.equal(reached, false)
  first[Symbol.dispose]()
  using _ = await third
})
