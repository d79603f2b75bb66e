import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printable } from './printable.ts'
import { looksLikeScp, looksLikeUrl, parseRemoteUrl } from './remote-url.ts'
import { SourceError } from './source-error.ts'

const codeOf = (text: string, allowHttp = false): string => {
  try {
    return parseRemoteUrl(text, { allowHttp }).href
  } catch (error) {
    assert.ok(error instanceof SourceError, `${text} throws a SourceError`)
    assert.equal(printable(error.message, 1000), error.message, 'the message is one plain line')
    assert.ok(error.message.length < 400, 'the message is short')
    return error.code
  }
}

test('plain addresses are normalised', () => {
  const cases = {
    'https://Example.ORG/team/project.git': 'https://example.org/team/project.git',
    'https://example.org:443/team/project/': 'https://example.org/team/project',
    'https://example.org:8443/a//': 'https://example.org:8443/a',
    'HTTPS://example.org/a/../b': 'https://example.org/b',
    'https://bücher.example/a': 'https://xn--bcher-kva.example/a',
    'https://0x7f.1/a': 'https://127.0.0.1/a',
    'https://2130706433/a': 'https://127.0.0.1/a',
    'https://0177.0.0.1/a': 'https://127.0.0.1/a',
    'https://[::FFFF:127.0.0.1]/a': 'https://[::ffff:7f00:1]/a',
  }
  for (const [text, href] of Object.entries(cases)) assert.equal(codeOf(text), href)
})

test('what could run a program, read a file or hide in a line is refused, each by its own code', () => {
  const cases: Record<string, string> = {
    'ext::sh -c touch% /tmp/x': 'protocol-not-allowed',
    'EXT::sh': 'protocol-not-allowed',
    'fd::17': 'protocol-not-allowed',
    'https::https://example.org/a': 'protocol-not-allowed',
    'file:///etc/passwd': 'protocol-not-allowed',
    'ssh://-oProxyCommand=touch/x': 'protocol-not-allowed',
    'ssh://git@example.org/a': 'protocol-not-allowed',
    'git://example.org/a': 'protocol-not-allowed',
    'http://example.org/a': 'protocol-not-allowed',
    'ftp://example.org/a': 'protocol-not-allowed',
    '--upload-pack=touch /tmp/x': 'invalid-url',
    '-https://example.org/a': 'invalid-url',
    'https://token@example.org/a': 'credentials-in-url',
    'https://user:secret@example.org/a': 'credentials-in-url',
    'https://:secret@example.org/a': 'credentials-in-url',
    'https://example.org/a\nb': 'invalid-url',
    'https://example.org/a%0ahost=evil': 'invalid-url',
    'https://example.org/a%00b': 'invalid-url',
    'https://example.org/a b': 'invalid-url',
    'https://example.org\\@evil.example/a': 'invalid-url',
    'https://example.org/a?token=1': 'invalid-url',
    'https://example.org/a#x': 'invalid-url',
    'https://example.org': 'invalid-url',
    'https://example.org/': 'invalid-url',
    'https://': 'invalid-url',
    'https://[::1/a': 'invalid-url',
    'https://a:99999/b': 'invalid-url',
    [`https://example.org/${'a'.repeat(10_000)}`]: 'invalid-url',
  }
  for (const [text, code] of Object.entries(cases)) assert.equal(codeOf(text), code, text)
})

test('a refused secret is not repeated, and the way to store it is named', () => {
  assert.throws(
    () => parseRemoteUrl('https://user:ghp_secret@example.org/a', { allowHttp: false }),
    (error) => error instanceof SourceError && !error.message.includes('ghp_secret') && error.message.includes('testimony token add'),
  )
})

test('what is repeated of an address holds no secret, whatever is wrong with it', () => {
  for (const text of [
    'https://host:99999/x?private_token=hunter2',
    'https://example.org/a?token=hunter2',
    'https://example.org/a b#hunter2',
    'https://user:hunter2 x@example.org/a',
    'https://user:hunter2/b@example.org/a',
    'https:/hunter2@example.org/a',
    '-u:hunter2@example.org',
    `https://user:hunter2@example.org/${'a'.repeat(10_000)}`,
  ])
    assert.throws(
      () => parseRemoteUrl(text, { allowHttp: false }),
      (error) => error instanceof SourceError && !error.message.includes('hunter2'),
      text,
    )
})

test('an address of any length and form is judged at once', () => {
  for (const text of [`https://example.org/${':'.repeat(100_000)}`, `https://example.org/a b${':'.repeat(1980)}`]) {
    const began = performance.now()
    assert.equal(codeOf(text), 'invalid-url')
    assert.ok(performance.now() - began < 500, text.slice(0, 30))
  }
})

test('http passes only where private networks are allowed', () => {
  assert.equal(codeOf('http://127.0.0.1:8080/a', true), 'http://127.0.0.1:8080/a')
  assert.equal(codeOf('http://127.0.0.1:8080/a', false), 'protocol-not-allowed')
})

test('addresses are told from paths', () => {
  for (const text of ['https://example.org/a', 'ext::x', 'weird+scheme://x']) assert.equal(looksLikeUrl(text), true, text)
  for (const text of ['.', 'a/b', '/tmp/x', 'C:\\work', 'c:/work', 'git@example.org:a/b']) assert.equal(looksLikeUrl(text), false, text)
  for (const text of ['git@example.org:a/b', 'example.org:a']) assert.equal(looksLikeScp(text), true, text)
  for (const text of ['C:\\work', 'c:/work', './a:b', 'a/b:c']) assert.equal(looksLikeScp(text), false, text)
})
