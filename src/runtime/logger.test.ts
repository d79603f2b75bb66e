import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLogger } from './logger.ts'

const logged = (secrets: string[], write: (log: ReturnType<typeof createLogger>) => void): string => {
  const lines: string[] = []
  write(createLogger({ service: 'analyzer', level: 'info', secrets, destination: { write: (line) => void lines.push(line) } }))
  return lines.join('')
}

describe('createLogger', () => {
  it('writes one JSON line an event with service, version and what the child was given', () => {
    const line = logged([], (log) => log.child({ jobId: 'j', analysisId: 'a' }).info('Started'))
    assert.equal(line.split('\n').length, 2)
    const { service, version, jobId, analysisId, level, message } = JSON.parse(line)
    assert.deepEqual(
      { service, level, jobId, analysisId, message },
      { service: 'analyzer', level: 'info', jobId: 'j', analysisId: 'a', message: 'Started' },
    )
    assert.match(version, /^\d+\.\d+\.\d+/)
  })

  it('shows no secret in a message, a field, an error, its cause or its stack', () => {
    const secret = 'quo"te-and\\slash'
    const line = logged([secret], (log) =>
      log.error({ error: new Error(`a ${secret}`, { cause: new Error(secret) }), deep: { er: [{ x: secret }] } }, `b ${secret}`),
    )
    assert.doesNotMatch(line, /quo/)
    assert.match(JSON.parse(line).message, /^b \[redacted\]$/)
  })

  it('shows no user information of any URL, known or not', () => {
    const line = logged([], (log) => log.info({ url: 'https://x-token:abc123@host.example/r.git' }, 'from git://me@other/r'))
    assert.doesNotMatch(line, /abc123|me@/)
    assert.match(line, /https:\/\/\[redacted\]@host\.example\/r\.git/)
  })

  it('hides fields that hold secrets by their name', () => {
    const line = logged([], (log) => log.info({ headers: { authorization: 'Bearer abc' }, password: 'p' }, 'request'))
    assert.doesNotMatch(line, /Bearer|"p"/)
  })
})
