import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createProject } from '../../link/create-project.ts'
import { nodeTestScopes } from './node-test-scopes.ts'

const taken = (script: string, texts: Record<string, string>, ...paths: string[]): string[] => {
  const all = new Map(Object.entries({ ...texts, 'package.json': JSON.stringify({ scripts: { test: script } }) }))
  const { project } = createProject({ paths: [...all.keys(), ...paths].toSorted(), texts: all })
  const scopes = nodeTestScopes(project)
  return [...Object.keys(texts), ...paths].filter((path) => scopes.some((scope) => scope.includes(path)))
}

const TEST = "const test = require('node:test')\ntest('x')"

describe('node:test takes', () => {
  it('its own names where no pattern is given', () => {
    assert.deepEqual(taken('node --import tsx --test', {}, 'src/a.test.ts', 'src/test-b.js', 'test/in/c.mjs', 'src/d.spec.js'), [
      'src/a.test.ts',
      'src/test-b.js',
      'test/in/c.mjs',
    ])
  })

  it('globs, files and directories', () => {
    assert.deepEqual(taken("c8 node --test --test-reporter spec 'checks/**/*.js' one.js", {}, 'checks/a/b.js', 'one.js', 'a.test.js'), [
      'checks/a/b.js',
      'one.js',
    ])
    assert.deepEqual(taken('tsx --test src/', {}, 'src/a.test.ts', 'src/b.ts', 'other/c.test.ts'), ['src/a.test.ts'])
    assert.deepEqual(taken('node --test test/', {}, 'test/anything.js'), ['test/anything.js'])
    assert.deepEqual(taken("node --test 'checks/*[!e]/*.js'", {}, 'checks/one/a.js', 'checks/two/a.js'), ['checks/two/a.js'])
  })

  it("what is named as a test in packages whose own scripts find none, but not beside another script's run", () => {
    const packages = {
      'packages/a/package.json': '{ "scripts": { "test": "node --test checks/*.js" } }',
      'packages/a/checks/a.js': TEST,
      'packages/a/test/old.js': TEST,
      'packages/b/package.json': '{ "scripts": { "test": "node run.mjs" } }',
      'packages/b/test/b.js': TEST,
      'packages/b/inner/package.json': '{ "scripts": { "test": "node --test" } }',
      'packages/b/inner/c.test.js': TEST,
      'packages/b/inner/d.spec.js': TEST,
    }
    assert.deepEqual(taken('npm test --workspaces', packages), [
      'packages/a/checks/a.js',
      'packages/b/test/b.js',
      'packages/b/inner/c.test.js',
    ])
  })

  it('nothing whose name, or a folder of it, begins with a dot, unless the dot is written', () => {
    const hidden = ['.ci/a.test.js', 'src/.b.test.js', 'test/.old/c.js']
    assert.deepEqual(taken('node --test', {}, ...hidden, 'src/d.test.js'), ['src/d.test.js'])
    assert.deepEqual(taken('node --test "test/**/*.js" ".ci/*.js"', {}, ...hidden), ['.ci/a.test.js'])
  })

  it('the sources of what is built first', () => {
    const tsconfig = { 'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }' }
    assert.deepEqual(taken('node --test "dist/**/*.test.js"', tsconfig, 'src/in/a.test.ts', 'src/b.ts', 'other/c.test.ts'), [
      'src/in/a.test.ts',
    ])
    assert.deepEqual(taken('node --test "./build/test/**/*.spec.*js"', {}, 'test/in/a.spec.mts', 'test/b.ts'), ['test/in/a.spec.mts'])
    assert.deepEqual(taken('node --test build/test/', {}, 'test/a.ts', 'src/b.test.ts'), ['test/a.ts'])
  })

  it('what other programs hand to it', () => {
    assert.deepEqual(taken('glob -c "node --import tsx --test" "./checks/*.ts"', {}, 'checks/a.ts', 'b.test.ts'), ['checks/a.ts'])
    assert.deepEqual(taken("borp -p 'checks/*.js' --timeout 1000", {}, 'checks/a.js', 'b.test.js'), ['checks/a.js'])
    assert.deepEqual(taken('borp', { '.borp.yaml': 'files:\n  - "checks/*.mjs"\n' }, 'checks/a.mjs', 'b.test.js'), ['checks/a.mjs'])
  })

  it('a file that a script runs, if it declares tests or brings some in', () => {
    assert.deepEqual(taken('node checks.js', { 'checks.js': TEST, 'test/other.js': TEST }), ['checks.js'])
    assert.deepEqual(taken('node test', { 'test/index.js': "require('./a')", 'test/a.js': TEST }), ['test/index.js'])
    const lists = { 'test/index.js': "require('./parts')", 'test/parts/index.js': "import './one.js'", 'test/parts/one.js': TEST }
    assert.deepEqual(taken('node test', lists), ['test/index.js'])
  })

  it('what is named as a test where a program of the repository runs it', () => {
    assert.deepEqual(
      taken('node scripts/check.js', { 'scripts/check.js': "import { run } from 'node:test'\nrun({ files: [] })", 'tests/a.js': TEST }),
      ['tests/a.js'],
    )
    assert.deepEqual(taken('tsc && node --test dist/', {}, 'src/a.test.ts'), ['src/a.test.ts'])
    const load = {
      'test/load/main.js': "import { press } from './press.js'\npress()",
      'test/load/press.js': 'export const press = () => {}',
    }
    assert.ok(taken('node test/load/main.js', load, 'src/a.test.ts').includes('src/a.test.ts'), 'a program that lies among tests')
  })
})
