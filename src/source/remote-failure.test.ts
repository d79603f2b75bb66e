import assert from 'node:assert/strict'
import { test } from 'node:test'

import { classifyRemoteFailure } from './remote-failure.ts'

const URL_ASKED = 'https://example.org/team/project'

const outcomeOf = (stderr: string): string => {
  const failure = classifyRemoteFailure(stderr, URL_ASKED, { withToken: false })
  return failure.kind === 'fault' ? `${failure.error.code} ${failure.error.kind}` : failure.kind
}

test('what git says of a failed request comes to one outcome each', () => {
  const cases: Record<string, string> = {
    "fatal: could not read Username for 'https://example.org': terminal prompts disabled": 'no-access unavailable',
    "fatal: Authentication failed for 'https://example.org/team/project/'": 'no-access unavailable',
    "fatal: repository 'https://example.org/team/project/' not found": 'repository-not-found unavailable',
    "fatal: unable to access 'https://example.org/': The requested URL returned error: 403": 'no-access unavailable',
    "fatal: unable to access 'https://example.org/': The requested URL returned error: 429": 'rate-limited transient',
    "fatal: unable to access 'https://example.org/': The requested URL returned error: 503": 'server-error transient',
    "fatal: unable to access 'https://example.org/': The requested URL returned error: 301": 'redirect',
    'error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: expected flush after ref listing':
      'server-error transient',
    "fatal: unable to access 'https://example.org/': Could not resolve host: example.org": 'network-failed transient',
    "fatal: unable to access 'https://example.org/': Failed to connect to example.org port 443: Connection refused":
      'network-failed transient',
    'fatal: the remote end hung up unexpectedly\nfatal: early EOF\nfatal: index-pack failed': 'network-failed transient',
    "fatal: unable to access 'https://example.org/': Operation too slow. Less than 100 bytes/sec transferred the last 60 seconds":
      'too-slow transient',
    "fatal: unable to access 'https://example.org/': SSL certificate problem: self-signed certificate": 'bad-certificate unavailable',
    'fatal: write error: No space left on device\nfatal: index-pack failed': 'disk-full transient',
    'fatal: attempting to allocate 2097152001 over limit 629145600\nfatal: index-pack failed': 'repository-too-large too-large',
    'fatal: dumb http transport does not support shallow capabilities': 'unsupported',
    'error: Server does not allow request for unadvertised object 1234': 'unsupported',
    'fatal: remote error: upload-pack: not our ref 2e65efe2a145dda7ee51d1741299f848e5bf752e': 'unknown-object',
    "fatal: couldn't find remote ref refs/heads/gone": 'unknown-object',
    'fatal: https://example.org/a/info/refs not valid: is this a git repository?': 'not-a-repository unavailable',
    'fatal: something that no git has said yet': 'git-failed transient',
    '': 'git-failed transient',
  }
  for (const [stderr, expected] of Object.entries(cases)) assert.equal(outcomeOf(stderr), expected, stderr)
})

test('the object that a server lacks is named', () => {
  const stderr = 'fatal: remote error: upload-pack: not our ref 2e65efe2a145dda7ee51d1741299f848e5bf752e'
  const failure = classifyRemoteFailure(stderr, URL_ASKED, { withToken: false })
  assert.deepEqual(failure, { kind: 'unknown-object', id: '2e65efe2a145dda7ee51d1741299f848e5bf752e' })
})

test('a refusal says whether a token was shown', () => {
  for (const stderr of ["fatal: Authentication failed for 'x'", 'error: The requested URL returned error: 404']) {
    const words = [false, true].map((withToken) => {
      const failure = classifyRemoteFailure(stderr, URL_ASKED, { withToken })
      return failure.kind === 'fault' ? failure.error.message : failure.kind
    })
    assert.match(words[0] ?? '', /if it is private, store a token .* testimony token add/)
    assert.match(words[1] ?? '', /the token stored for it may be wrong.* testimony token add/)
  }
})
