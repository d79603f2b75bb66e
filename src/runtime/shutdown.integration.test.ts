import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { listenForShutdown, ShutdownRequest } from './shutdown.ts'

const listen = (timeout: number) => {
  const exits: number[] = []
  let onExit = (_code: number): void => {}
  const exited = new Promise<number>((resolve) => (onExit = resolve))
  const shutdown = listenForShutdown({
    timeout,
    exit: (code) => {
      exits.push(code)
      onExit(code)
    },
  })
  return { shutdown, exits, exited }
}

describe('listenForShutdown', () => {
  // Listening for signals doesn't keep a process alive, and neither does the deadline: until each has come, this does.
  let alive: NodeJS.Timeout
  before(() => (alive = setInterval(() => {}, 1000)))
  after(() => clearInterval(alive))

  it('fires its signal at the first SIGTERM and says who asked', async () => {
    const { shutdown, exits } = listen(60_000)
    using _ = shutdown
    assert.equal(shutdown.timeLeft, Infinity)
    const fired = once(shutdown.signal, 'abort')
    process.kill(process.pid, 'SIGTERM')
    await fired
    assert.ok(shutdown.timeLeft > 0 && shutdown.timeLeft <= 60_000)
    assert.ok(shutdown.signal.reason instanceof ShutdownRequest)
    assert.equal(shutdown.requestedBy, 'SIGTERM')
    assert.deepEqual(exits, [])
  })

  it('ends the process at once at the second signal, with the code of that signal', async () => {
    const { shutdown, exited } = listen(60_000)
    using _ = shutdown
    const fired = once(shutdown.signal, 'abort')
    process.kill(process.pid, 'SIGTERM')
    await fired
    process.kill(process.pid, 'SIGINT')
    assert.equal(await exited, 130)
  })

  it('ends the process when its time is over', async () => {
    const { shutdown, exited } = listen(1)
    using _ = shutdown
    process.kill(process.pid, 'SIGTERM')
    assert.equal(await exited, 143)
  })

  it('leaves no handler behind', () => {
    const before = process.listenerCount('SIGTERM')
    listen(1).shutdown[Symbol.dispose]()
    assert.equal(process.listenerCount('SIGTERM'), before)
  })
})
