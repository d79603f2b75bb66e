import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { InvalidScope, parseTokenScope, scopesAround, scopeText } from './token-scope.ts'

describe('parseTokenScope', () => {
  const understood: [string, string, string][] = [
    ['github.com', 'https://github.com', ''],
    ['GitHub.com/', 'https://github.com', ''],
    ['github.com/team', 'https://github.com', '/team'],
    ['github.com/Team/project.git', 'https://github.com', '/Team/project'],
    ['https://git.example.org:8443/a/b/', 'https://git.example.org:8443', '/a/b'],
    ['https://git.example.org:443', 'https://git.example.org', ''],
    ['localhost:3000', 'https://localhost:3000', ''],
    ['https://intranet', 'https://intranet', ''],
    ['http://127.0.0.1:3000/team', 'http://127.0.0.1:3000', '/team'],
    ['[::1]:8080', 'https://[::1]:8080', ''],
    ['github.com/team/../other', 'https://github.com', '/other'],
  ]
  for (const [text, origin, path] of understood) {
    it(`understands ${text}`, () => assert.deepEqual(parseTokenScope(text, { allowHttp: true }), { origin, path }))
  }

  const refused = [
    '',
    'ghp_0123456789abcdef',
    'https://ada:s3cret@github.com',
    's3cret@github.com',
    'ssh://git@github.com/team',
    'ext::sh -c id',
    'file:///etc',
    'github.com/team?token=s3cret',
    'github.com/team#x',
    'github.com//team',
    '*.example.org',
    'git hub.com',
    'github.com\u0000',
    `github.com/${'a/'.repeat(11)}`,
    `github.com/${'a'.repeat(500)}`,
    `github.com/${'ü'.repeat(200)}`,
  ]
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))} without repeating it`, () => {
      assert.throws(
        () => parseTokenScope(text, { allowHttp: true }),
        (error) => error instanceof InvalidScope && (text === '' || !error.message.includes(text)) && !error.message.includes('s3cret'),
      )
    })
  }

  it('takes http only where private networks are allowed', () => {
    assert.throws(() => parseTokenScope('http://127.0.0.1/team', { allowHttp: false }), InvalidScope)
  })
})

describe('scopesAround', () => {
  it('is the host and each path above the repository, the narrowest last', () => {
    assert.deepEqual(scopesAround('https://github.com/team/project.git'), {
      origin: 'https://github.com',
      paths: ['', '/team', '/team/project'],
    })
  })

  it('holds whatever scope was made of the same address', () => {
    for (const address of ['https://github.com/team/project', 'https://git.example.org:8443/a/b/c.git', 'https://x.org/ä/b']) {
      const scope = parseTokenScope(address, { allowHttp: false })
      const around = scopesAround(address)
      assert.equal(around.origin, scope.origin)
      assert.equal(around.paths.at(-1), scope.path)
    }
  })

  it('has a limit, however deep the address is', () => {
    assert.equal(scopesAround(`https://x.org/${'a/'.repeat(900)}b`).paths.length, 11)
  })

  it('does not take a part of a name for a path', () => {
    assert.ok(!scopesAround('https://github.com/teammates/project').paths.includes('/team'))
  })
})

describe('scopeText', () => {
  it('leaves https out, and nothing else', () => {
    assert.equal(scopeText({ origin: 'https://github.com', path: '/team' }), 'github.com/team')
    assert.equal(scopeText({ origin: 'http://127.0.0.1:80', path: '' }), 'http://127.0.0.1:80')
  })
})
