import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lowerFile } from '../../lower-file.ts'
import { projectOf } from '../../testing/project-of.ts'
import { vitestScopes } from './vitest-scopes.ts'

const FILES = ['a.test.ts', 'dist/b.test.ts', 'e2e/c.spec.ts', 'pkg/d.test.js', 'pkg/src/e.check.ts', 'src/f.ts', 'src/g.test-d.ts']

/** Which of the files some run takes. */
const taken = (texts: Record<string, string>): string[] => {
  const files = Object.fromEntries(FILES.map((path) => [path, '']))
  const scopes = vitestScopes(projectOf({ 'package.json': '{ "devDependencies": { "vitest": "^4.0.0" } }', ...files, ...texts }))
  return FILES.filter((path) => scopes.some((scope) => scope.includes(path)))
}

const config = (test: string): Record<string, string> => ({ 'vitest.config.ts': `export default { test: ${test} }` })
const scripts = (test: string, version = '^4.0.0'): Record<string, string> => ({
  'package.json': JSON.stringify({ scripts: { test }, devDependencies: { vitest: version } }),
})

describe('Vitest takes the files that', () => {
  const table: Record<string, [texts: Record<string, string>, files: string[]]> = {
    'its defaults name': [{}, ['a.test.ts', 'dist/b.test.ts', 'e2e/c.spec.ts', 'pkg/d.test.js']],
    'the defaults of an older version name': [scripts('vitest', '^3.0.0'), ['a.test.ts', 'e2e/c.spec.ts', 'pkg/d.test.js']],
    'include names': [config("{ include: ['**/*.check.ts'] }"), ['pkg/src/e.check.ts']],
    'a pattern outside of the root names': [
      { ...config('{}'), 'vitest.config.ts': "export default { root: 'src', test: { include: ['../pkg/**/*.check.ts'] } }" },
      ['pkg/src/e.check.ts'],
    ],
    'exclude leaves': [config("{ exclude: ['e2e/**'] }"), ['a.test.ts', 'dist/b.test.ts', 'pkg/d.test.js']],
    'exclude with its defaults leaves': [
      {
        ...scripts('vitest', '3'),
        'vitest.config.ts':
          "import { configDefaults } from 'vitest/config'\nexport default { test: { exclude: [...configDefaults.exclude, 'e2e/**'] } }",
      },
      ['a.test.ts', 'pkg/d.test.js'],
    ],
    'dir holds': [config("{ dir: 'pkg' }"), ['pkg/d.test.js']],
    'root holds': [{ 'vite.config.js': "export default { root: './pkg', test: {} }" }, ['pkg/d.test.js']],
    'type checks name': [config('{ include: [], typecheck: { enabled: true } }'), ['src/g.test-d.ts']],
    'type checks that only an argument turns off name': [
      config("{ include: [], typecheck: { enabled: !process.argv.includes('bench') && process.argv.slice(2).length === 0 } }"),
      ['src/g.test-d.ts'],
    ],
    'may hold tests in their source': [config("{ include: [], includeSource: ['src/*.ts'] }"), ['src/f.ts', 'src/g.test-d.ts']],
    'a function gives': [
      {
        'vitest.config.mts':
          "import { defineConfig } from 'vitest/config'\nexport default defineConfig(({ mode }) => ({ test: { include: ['e2e/*.ts'] } }))",
      },
      ['e2e/c.spec.ts'],
    ],
    'a merged configuration names': [
      {
        'base.ts': "export default { test: { include: ['e2e/*.ts'] } }",
        'vitest.config.ts':
          "import { mergeConfig } from 'vitest/config'\nimport base from './base'\nexport default mergeConfig(base, { test: { include: ['a.*'] } })",
      },
      ['a.test.ts', 'e2e/c.spec.ts'],
    ],
    'projects name': [config("{ projects: ['pkg', { test: { root: 'e2e' } }] }"), ['e2e/c.spec.ts', 'pkg/d.test.js']],
    'projects that are functions name': [
      config("{ projects: [async () => ({ test: { include: ['e2e/*'] } }), () => ({ test: { root: 'pkg' } })] }"),
      ['e2e/c.spec.ts', 'pkg/d.test.js'],
    ],
    'projects name, its own configuration among them': [
      config("{ exclude: ['e2e/**'], projects: ['vitest.config.ts', { test: { include: ['e2e/*'] } }] }"),
      ['a.test.ts', 'dist/b.test.ts', 'e2e/c.spec.ts', 'pkg/d.test.js'],
    ],
    'a workspace names': [{ 'vitest.workspace.json': '["pkg"]' }, ['pkg/d.test.js']],
    'a script asks for by a configuration': [
      { ...scripts('vitest run -c cfg/e2e.config.ts'), 'cfg/e2e.config.ts': "export default { test: { include: ['e2e/**'] } }" },
      ['e2e/c.spec.ts'],
    ],
    'a script asks for by a variable': [
      {
        ...config("{ include: process.env.MODE === 'e2e' ? ['e2e/*'] : ['a.*'] }"),
        ...scripts('tsc && cross-env CI=1 MODE=e2e vitest run'),
      },
      ['a.test.ts', 'e2e/c.spec.ts'],
    ],
    'a script asks for by a mode': [
      {
        ...scripts('vitest run --mode e2e'),
        'vitest.config.ts':
          "import { defineConfig } from 'vitest/config'\nexport default defineConfig((run) => { if (run.mode === 'e2e') return { test: { include: ['e2e/*'] } }\nreturn { test: { include: ['a.*'] } } })",
      },
      ['a.test.ts', 'e2e/c.spec.ts'],
    ],
    'no script asks for by a mode': [
      {
        ...scripts('vitest run'),
        'vitest.config.ts':
          "export default ({ mode, command }) => ({ test: { include: mode === 'test' && command === 'serve' ? ['a.*'] : ['e2e/*'] } })",
      },
      ['a.test.ts'],
    ],
    'a script asks for by a directory': [scripts('cross-env CI=1 vitest --dir pkg --run'), ['pkg/d.test.js']],
    'a script asks for by a part of their path': [scripts('vitest run e2e/'), ['e2e/c.spec.ts']],
    'a script leaves': [scripts("vitest run --exclude 'e2e/**' --exclude dist/**"), ['a.test.ts', 'pkg/d.test.js']],
    'a script of benchmarks does not mean': [
      { ...scripts('vitest bench pkg'), 'package.json': '{ "scripts": { "bench": "vitest bench" } }' },
      ['a.test.ts', 'dist/b.test.ts', 'e2e/c.spec.ts', 'pkg/d.test.js'],
    ],
  }
  for (const [what, [texts, files]] of Object.entries(table)) it(what, () => assert.deepEqual(taken(texts), files))

  it('nothing but their name speaks for, where nothing says how Vitest runs', () => {
    const [scope] = vitestScopes(projectOf({ 'a.test.ts': '' }))
    assert.equal(scope?.detectedBy, 'name')
    assert.equal(scope?.globals, null)
  })
  it('ask for the tests in their source, where they are no test files', () => {
    const [scope] = vitestScopes(projectOf(config("{ includeSource: ['src/*.ts', 'a.*'] }")))
    const takes = (path: string, text: string): boolean | undefined => scope?.takes?.(path, lowerFile(text, 'typescript'))
    assert.equal(takes('src/f.ts', "import { it } from 'vitest'\nit('a', f)"), false)
    assert.equal(takes('src/f.ts', 'const vitest = import.meta.vitest'), true)
    assert.equal(takes('src/f.ts', '// import.meta.vitest'), true)
    assert.equal(takes('a.test.ts', ''), true)
  })
  it('see its globals only where they are asked for', () => {
    const globals = (texts: Record<string, string>): boolean[] => vitestScopes(projectOf(texts)).map((scope) => scope.globals !== null)
    assert.deepEqual(globals(config('{ globals: true }')), [true])
    assert.deepEqual(globals(config('{}')), [false])
    assert.deepEqual(globals(scripts('vitest --globals')), [true])
  })
})
