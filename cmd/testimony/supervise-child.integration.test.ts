import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, it } from 'node:test'

import { superviseChild, type ChildEvent } from './supervise-child.ts'

const program = (code: string, stopWithin = 5_000) => ({
  name: 'child',
  command: process.execPath,
  arguments: ['--eval', code],
  environment: { ...process.env },
  stopWithin,
})

/** Runs a program until `until` says so; answers what happened. */
const watch = async (
  description: ReturnType<typeof program>,
  until: (lines: readonly string[], events: readonly ChildEvent[]) => boolean,
): Promise<{ lines: string[]; events: ChildEvent[]; result: boolean }> => {
  const controller = new AbortController()
  const lines: string[] = []
  const events: ChildEvent[] = []
  const look = (): void => {
    if (until(lines, events)) controller.abort()
  }
  const result = await superviseChild(
    description,
    {
      firstDelay: 1,
      longestDelay: 4,
      onLine: (line) => {
        lines.push(line)
        look()
      },
      onEvent: (event) => {
        events.push(event)
        look()
      },
    },
    controller.signal,
  )
  return { lines, events, result }
}

const STAYS = 'setInterval(() => {}, 1000);'

describe('a supervised child', () => {
  it('hands on its lines of both streams and ends when asked to', async () => {
    const { lines, events, result } = await watch(
      program(`console.log('out'); console.error('err'); ${STAYS}`),
      (seen) => seen.length === 2,
    )
    assert.deepEqual(lines.toSorted(), ['err', 'out'])
    assert.deepEqual(
      events.map((event) => event.kind),
      ['started', 'stopped'],
    )
    assert.equal(result, true)
  })

  it('is started again after a crash, later from crash to crash up to a limit', async () => {
    const { events } = await watch(program('process.exit(1)'), (_, seen) => seen.filter((event) => event.kind === 'crashed').length === 4)
    const crashes = events.filter((event) => event.kind === 'crashed')
    assert.deepEqual(
      crashes.map((event) => event.restartIn),
      [1, 2, 4, 4],
    )
    assert.equal(crashes[0]?.how, 'exit code 1')
  })

  it('is given up where its configuration is wrong', async () => {
    const { events, result } = await watch(program('process.exit(2)'), () => false)
    assert.deepEqual(events.at(-1), { kind: 'given-up', how: 'exit code 2' })
    assert.equal(result, false)
  })

  it('is given up where it can not be started', async () => {
    const { events, result } = await watch({ ...program(''), command: '/nowhere/node' }, () => false)
    assert.equal(events.at(-1)?.kind, 'given-up')
    assert.equal(result, false)
  })

  it('is killed where it does not end in time', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); console.log('ready'); ${STAYS}`
    const { events, result } = await watch(program(stubborn, 50), (lines) => lines.includes('ready'))
    assert.equal(events.at(-1)?.kind, 'stopped')
    assert.equal(result, true)
  })

  it('does not outlive a parent that is killed', { skip: process.platform === 'win32' && 'there are no such signals' }, async () => {
    // The child is connected to it for as long as it lives.
    await using server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    assert.ok(typeof address === 'object' && address !== null)
    const child = `require('node:net').connect(${address.port}, '127.0.0.1').on('error', () => {}); ${STAYS}`
    const parent = program(`
      import { superviseChild } from ${JSON.stringify(import.meta.resolve('./supervise-child.ts'))}
      const child = { name: 'c', command: process.execPath, arguments: ['--eval', ${JSON.stringify(child)}], environment: process.env, stopWithin: 1000 }
      await superviseChild(child, { onLine: (line) => console.error(line), onEvent: () => {} }, new AbortController().signal)
    `)
    const running = spawn(parent.command, ['--input-type=module', ...parent.arguments], { stdio: ['ignore', 'ignore', 'inherit'] })
    const [connection] = (await once(server, 'connection')) as [Socket]
    connection.on('error', () => {}).resume()
    running.kill('SIGKILL')
    await once(connection, 'close')
  })
})
