import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { after, before, describe, it } from 'node:test'

import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import { openOutputFile } from './write-output.ts'

const never = new AbortController().signal

describe('a report in a file', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'testimony-output-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('leaves what was there as it was when the report fails in its middle', async () => {
    const path = join(folder, 'kept')
    await writeFile(path, 'earlier')
    const file = await openOutputFile(path)
    function* broken(): Generator<string> {
      yield 'x'.repeat(200_000)
      throw new Error('no more')
    }
    await assert.rejects(file.write(broken(), never), /kept can't be written \(no more\)/)
    assert.equal(await readFile(path, 'utf8'), 'earlier')
    assert.deepEqual(await readdir(folder), ['kept'])
  })

  it('leaves nothing behind when it is ended in its middle', async () => {
    const control = new AbortController()
    const file = await openOutputFile(join(folder, 'ended'))
    function* endless(): Generator<string> {
      for (;;) {
        yield 'x'.repeat(100_000)
        control.abort(new Error('enough'))
      }
    }
    await assert.rejects(file.write(endless(), control.signal), /enough/)
    assert.deepEqual(await readdir(folder), ['kept'])
  })

  it('goes to where a symlink leads, which stays', async () => {
    await symlink('kept', join(folder, 'link'))
    await (await openOutputFile(join(folder, 'link'))).write(['new'], never)
    assert.equal(await readFile(join(folder, 'kept'), 'utf8'), 'new')
    assert.deepEqual(await readdir(folder), ['kept', 'link'])
  })
})

describe('a report in a stream', () => {
  it('waits for a slow reader and holds little in the meantime', async () => {
    const pieces: number[] = []
    let waiting = 0
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        waiting += 1
        pieces.push(chunk.length)
        assert.equal(waiting, 1)
        setImmediate(() => {
          waiting -= 1
          done()
        })
      },
    })
    await writeToStream(
      slow,
      Array.from({ length: 1000 }, () => 'x'.repeat(1000)),
      never,
    )
    assert.equal(
      pieces.reduce((sum, length) => sum + length, 0),
      1_000_000,
    )
    assert.ok(Math.max(...pieces) < 70_000)
  })

  it('takes a reader that has gone for an end, and any other fault for a fault', async () => {
    const failing = (code: string) =>
      new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })) })
    await writeToStream(failing('EPIPE'), ['a'], never)
    await assert.rejects(writeToStream(failing('ENOSPC'), ['a'], never), /its disk is full/)
  })
})
