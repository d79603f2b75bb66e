import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { projectOf } from '../../testing/project-of.ts'
import { playwrightScopes } from './playwright-scopes.ts'

const FILES = [`e2e/${'a'.repeat(60)}.spec.ts`, 'e2e/b.check.ts', 'e2e/c.spec.ts']

/** Which of the files a run takes that is configured so. */
const takenBy = (settings: string, script = 'playwright test'): string[] => {
  const files = Object.fromEntries(FILES.map((path) => [path, '']))
  const manifest = JSON.stringify({ scripts: { test: script } })
  const configuration = `export default { ${settings} }`
  const scopes = playwrightScopes(projectOf({ 'package.json': manifest, 'playwright.config.ts': configuration, ...files }))
  return FILES.filter((path) => scopes.some((scope) => scope.includes(path)))
}

const taken = (testMatch: string, script?: string): string[] => takenBy(`testMatch: ${testMatch}`, script)

describe('Playwright takes the files that', () => {
  it('a glob or an expression names', () => {
    assert.deepEqual(taken("'**/*.check.ts'"), ['e2e/b.check.ts'])
    assert.deepEqual(taken(String.raw`/C\.SPEC\.ts$/i`), ['e2e/c.spec.ts'])
    assert.deepEqual(taken(String.raw`['', /(.+\.)?check\.[jt]s/, 'c.*']`), ['e2e/b.check.ts', 'e2e/c.spec.ts'])
  })

  it('a configuration names by a variable that a script sets', () => {
    const testMatch = "process.env.KIND === 'checks' ? '**/*.check.ts' : 'c.*'"
    assert.deepEqual(taken(testMatch), ['e2e/c.spec.ts'])
    for (const script of ['KIND=checks playwright test', 'cross-env KIND=checks playwright test --config playwright.config.ts'])
      assert.deepEqual(taken(testMatch, script), ['e2e/b.check.ts', 'e2e/c.spec.ts'], script)
  })

  it("a project takes by its own settings instead of the configuration's", () => {
    const projects = (own: string): string[] => takenBy(`testMatch: 'e2e/**', testIgnore: '**/c.*', projects: [{ ${own} }]`)
    assert.deepEqual(projects(''), FILES.slice(0, 2))
    assert.deepEqual(projects('testIgnore: /check/'), [FILES[0], FILES[2]])
    assert.deepEqual(projects('testIgnore: []'), FILES)
    assert.deepEqual(projects("testMatch: '**/*.check.ts'"), [FILES[1]])
  })

  it('do not keep an expression or a glob busy for ever', () => {
    const begin = performance.now()
    for (const testMatch of [String.raw`/\/(a+)+$/`, "'*a*a*a*a*a*a*a*a*a*b'", "'*(*a)b'"]) assert.deepEqual(taken(testMatch), [])
    assert.ok(performance.now() - begin < 5000)
  })
})
