import assert from 'node:assert/strict'
import { test } from 'node:test'

import { commanderOutput } from './commander-output.ts'
import { holdsCredentials, withoutSecrets } from './without-secrets.ts'

const SECRET = 'swordfish'
const LONG = `glpat-${'x'.repeat(20)}`

test('whatever is wrong with an address, no secret of it is shown, and what is left says which one it is', () => {
  const cases = {
    [`https://ada:${SECRET}@example.org/a`]: 'https://…@example.org/a',
    [`https://ada:${SECRET}/b@example.org/a`]: 'https://…@example.org/a',
    [`https://ada:${SECRET}@${SECRET}@example.org/a`]: 'https://…@example.org/a',
    [`https://ada:${SECRET} x@example.org/a`]: 'https://…@example.org/a',
    [`https://ada:${SECRET}\\@example.org/a`]: 'https://…@example.org/a',
    [`https://ada%3A${SECRET}%40example.org/a`]: 'https://…%40example.org/a',
    [`https://ada:x#${SECRET}@example.org/a`]: 'https://…',
    [`https://ada:x?${SECRET}@example.org/a`]: 'https://…',
    [`https://ada:${SECRET}`]: 'https://ada:…',
    [`https://ada:12${SECRET}/b`]: 'https://ada:…',
    [`https://${SECRET}@[::1/a`]: 'https://…@[::1/a',
    [`https://ada:${SECRET}@[2001:db8::1]:8443/a`]: 'https://…@[2001:db8::1]:8443/a',
    [`https:/${SECRET}@example.org/a`]: 'https:/…@example.org/a',
    [`https:${SECRET}@example.org/a`]: 'https:…@example.org/a',
    [`https//ada:${SECRET}@example.org/a`]: '…@example.org/a',
    [`https//${LONG}@example.org/a`]: '…@example.org/a',
    [` https://${SECRET}@example.org/a`]: '…@example.org/a',
    [`ext::ada:${SECRET}@example.org`]: 'ext::…@example.org',
    [`ada:${SECRET}@example.org/a`]: '…@example.org/a',
    [`ada:${SECRET}/b@example.org:a/b`]: '…@example.org:a/b',
    [`./ada:${SECRET}@example.org/a`]: '…@example.org/a',
    [`${LONG}@example.org/a/b`]: '…@example.org/a/b',
    [`${LONG}@example.org/a@b`]: '…@b',
    [`-u:${SECRET}@example.org`]: '…@example.org',
    [`--user=ada:${SECRET}@example.org`]: '…@example.org',
    [`https://example.org/a?token=${SECRET}`]: 'https://example.org/a?…',
    [`https://example.org/a?${SECRET}`]: 'https://example.org/a?…',
    [`https://example.org:8443?${SECRET}`]: 'https://example.org:8443?…',
    [`https://example.org/a b#token=${SECRET}`]: 'https://example.org/a b#…',
    [`https://example.org/a?mail=ada@example.org&token=${SECRET}`]: 'https://…',
    [`example.org/a/b#${SECRET}`]: 'example.org/a/b#…',
    [`git@example.org:a/b?token=${SECRET}`]: 'git@example.org:a/b?…',
    [`a/b?x/token=${SECRET}`]: 'a/b?…',
  }
  for (const [given, shown] of Object.entries(cases)) {
    assert.equal(withoutSecrets(given), shown, given)
    assert.equal(holdsCredentials(given), /…(?:@|%40)|^https:\/\/…$/.test(shown), given)
  }
})

test('what holds no secret is shown as it was given', () => {
  for (const given of [
    'https://example.org:99999/a',
    'https://[::1/a',
    'https://example.org/a b',
    'git@example.org:a/b',
    'packages/@scope/name@1.2.3',
    'chapters/c#/what now?',
    'C:\\work',
    '-x',
    '',
  ]) {
    assert.equal(withoutSecrets(given), given)
    assert.equal(holdsCredentials(given), false, given)
  }
})

test('secrets are looked for in a time that grows with the length alone', () => {
  for (const piece of [':', '@', '?', '#', 'a', '/', '.', 'a.', ':1', 'a:', '%40', '?=', 'https://', '::'])
    for (const before of ['', 'https://', 'https://example.org/', 'a@']) {
      const began = performance.now()
      withoutSecrets(before + piece.repeat(100_000))
      assert.ok(performance.now() - began < 500, `${before}${piece}…`)
    }
})

test('arguments that are told to be wrong are told without what may be a secret', () => {
  const given = ['scan', `https://ada:${SECRET}'@example.org/a`, `-u:${SECRET}@example.org`, '']
  let told = ''
  commanderOutput('tool', given).outputError(`error: unknown command '${given[1]}', option '${given[2]}'\n`, (text) => (told = text))
  assert.equal(told, "tool: unknown command 'https://…@example.org/a', option '-u…@example.org' (--help shows what there is)\n")
})
