import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { projectOf } from '../../testing/project-of.ts'
import { jestScopes } from './jest-scopes.ts'

const FILES = [
  '__tests__/a.js',
  'b.test.mjs',
  'pkg/c.test.ts',
  'pkg/src/d.spec.js',
  'src/__tests__/e.tsx',
  'src/f.check.js',
  'vendor/g.test.js',
]

/** Which of the files some run takes. */
const taken = (texts: Record<string, string>): string[] => {
  const files = Object.fromEntries(FILES.map((path) => [path, '']))
  const scopes = jestScopes(projectOf({ 'package.json': '{ "devDependencies": { "jest": "^30.0.0" } }', ...files, ...texts }))
  return FILES.filter((path) => scopes.some((scope) => scope.includes(path)))
}

const config = (settings: object): Record<string, string> => ({ 'jest.config.js': `module.exports = ${JSON.stringify(settings)}` })
const manifest = (content: object, version = '^30.0.0'): Record<string, string> => ({
  'package.json': JSON.stringify({ devDependencies: { jest: version }, ...content }),
})
const DEFAULT = ['__tests__/a.js', 'b.test.mjs', 'pkg/c.test.ts', 'pkg/src/d.spec.js', 'src/__tests__/e.tsx', 'vendor/g.test.js']

describe('Jest takes the files that', () => {
  const table: Record<string, [texts: Record<string, string>, files: string[]]> = {
    'its defaults name': [{}, DEFAULT],
    'the defaults before version 30 name': [manifest({ jest: {} }, '^29.7.0'), DEFAULT.filter((path) => path !== 'b.test.mjs')],
    'the defaults before version 24 name': [manifest({ jest: {} }, '^23.0.0'), ['__tests__/a.js', 'pkg/src/d.spec.js', 'vendor/g.test.js']],
    'a configuration names by a variable that a script sets': [
      {
        'jest.config.js': "module.exports = { testMatch: [process.env.KIND === 'checks' ? '**/*.check.js' : '**/*.test.mjs'] }",
        ...manifest({ scripts: { checks: 'KIND=checks jest' } }),
      },
      ['b.test.mjs', 'src/f.check.js'],
    ],
    'are searched for by what only a run knows': [
      manifest({ scripts: { test: 'jest "pkg/${PART}/x" $MORE --maxWorkers=$CORES' } }),
      DEFAULT,
    ],
    'are searched for by a part of their path': [manifest({ scripts: { test: 'jest pkg' } }), ['pkg/c.test.ts', 'pkg/src/d.spec.js']],
    'globs name': [config({ testMatch: ['**/*.check.js'] }), ['src/f.check.js']],
    'globs in their order name': [
      config({ testMatch: ['!**/vendor/**', '**/*.test.*'] }),
      ['b.test.mjs', 'pkg/c.test.ts', 'vendor/g.test.js'],
    ],
    'globs leave': [config({ testMatch: ['**/*.test.*', '!**/vendor/**'] }), ['b.test.mjs', 'pkg/c.test.ts']],
    'globs without a place name': [config({ testMatch: ['src/*.js'] }), []],
    'expressions name': [config({ testRegex: ['/src/.*\\.js$', '\\.mjs$'] }), ['b.test.mjs', 'pkg/src/d.spec.js', 'src/f.check.js']],
    'expressions that end name': [config({ testRegex: '(/.*)+x$' }), []],
    'are under its root': [config({ rootDir: 'pkg' }), ['pkg/c.test.ts', 'pkg/src/d.spec.js']],
    'are under its roots': [config({ roots: ['<rootDir>/src', './pkg/src'] }), ['pkg/src/d.spec.js', 'src/__tests__/e.tsx']],
    'are not ignored': [
      config({ testPathIgnorePatterns: ['<rootDir>/vendor', '\\.mjs$'], modulePathIgnorePatterns: ['/pkg/'] }),
      ['__tests__/a.js', 'src/__tests__/e.tsx'],
    ],
    'have an ending of a module': [config({ moduleFileExtensions: ['ts', 'tsx'] }), ['pkg/c.test.ts', 'src/__tests__/e.tsx']],
    'projects name': [
      { ...config({ projects: ['<rootDir>/pkg', { testMatch: ['<rootDir>/src/*.js'] }] }), 'pkg/package.json': '{}' },
      ['pkg/c.test.ts', 'pkg/src/d.spec.js', 'src/f.check.js'],
    ],
    'projects name that are made of the folders there are': [
      {
        'jest.config.js': `const { readdirSync } = require('node:fs')
          const checks = (name) => ({ displayName: name, testMatch: [\`<rootDir>/\${name}/*.test.*\`] })
          module.exports = async () => ({ projects: readdirSync(__dirname).filter((name) => !name.includes('.')).map(checks) })`,
      },
      ['pkg/c.test.ts', 'vendor/g.test.js'],
    ],
    'a project names that is the whole repository, for a configuration that a script names': [
      {
        'package.json': JSON.stringify({ scripts: { 'test:server': 'jest --config jest.server.config.js' } }),
        'jest.server.config.js': "module.exports = { projects: ['<rootDir>'], testMatch: ['**/*.mjs'] }",
        'jest.config.js': "module.exports = { testMatch: ['<rootDir>/vendor/**'] }",
      },
      ['b.test.mjs', 'vendor/g.test.js'],
    ],
    'a project that only lints does not run': [
      config({ projects: [{ runner: 'jest-runner-eslint' }, { rootDir: '<rootDir>', testMatch: ['**/*.mjs'] }] }),
      ['b.test.mjs'],
    ],
    'a preset names': [{ ...config({ preset: './shared' }), 'shared.js': "module.exports = { testMatch: ['**/*.mjs'] }" }, ['b.test.mjs']],
    'a preset of the workspace names': [
      {
        ...manifest({ jest: { preset: '@own/jest/strict' } }),
        'tools/jest/package.json': '{ "name": "@own/jest" }',
        'tools/jest/config.js': "export default { testMatch: ['**/*.mjs'] }",
        'tools/jest/strict/jest-preset.mjs': "import config from '../config.js'\nexport default { ...config, testTimeout: 5 }",
      },
      ['b.test.mjs'],
    ],
    'a preset does not leave out, nor the configuration': [
      {
        ...config({ preset: './shared', testMatch: ['**/*.mjs', '**/*.check.js', '**/*.spec.js'], modulePathIgnorePatterns: ['/pkg/'] }),
        'shared.js': "module.exports = { modulePathIgnorePatterns: ['check'] }",
      },
      ['b.test.mjs'],
    ],
    'a preset names whose own root is another': [
      { ...config({ preset: './shared' }), 'shared.js': "module.exports = { rootDir: './pkg', testMatch: ['<rootDir>/*.mjs'] }" },
      ['b.test.mjs'],
    ],
    'a configuration made by a framework names': [
      {
        'jest.config.mjs':
          "import nextJest from 'next/jest.js'\nconst create = nextJest({ dir: './' })\nexport default create({ testMatch: ['**/*.mjs'] })",
      },
      ['b.test.mjs'],
    ],
    'are built of others, by what the compiler is told': [
      { ...config({ roots: ['./build'] }), 'tsconfig.json': '{ "compilerOptions": { "outDir": "build" } }' },
      DEFAULT,
    ],
    'are built of others, by the name of a folder that is not there': [
      config({ rootDir: 'dist', testPathIgnorePatterns: ['dist/__tests__'] }),
      ['b.test.mjs', 'pkg/c.test.ts', 'pkg/src/d.spec.js', 'vendor/g.test.js'],
    ],
    'are built of what stands in one folder': [
      {
        ...config({ testMatch: ['<rootDir>/lib/**/*.check.js'] }),
        'tsconfig.json': '{ "compilerOptions": { "outDir": "lib", "rootDir": "src" } }',
      },
      ['src/f.check.js'],
    ],
    'a script asks for where they are built': [
      { 'built.jest.json': '{ "roots": ["build"] }', ...manifest({ scripts: { test: 'jest -c built.jest.json ./build/pkg/' } }) },
      ['pkg/c.test.ts', 'pkg/src/d.spec.js'],
    ],
    'are built beside what they are made of': [
      { ...config({ moduleFileExtensions: ['js'], roots: ['pkg'] }), 'pkg/src/d.spec.js': '' },
      ['pkg/src/d.spec.js'],
    ],
    'are built beside what they are made of, where there are no others': [
      { ...config({ testMatch: ['**/c.test.js', '!**/node_modules/**'] }), ...manifest({ scripts: { build: 'tsc -b .', test: 'jest' } }) },
      ['pkg/c.test.ts'],
    ],
    'are there, for nothing compiles': [config({ testMatch: ['**/c.test.js'] }), []],
    'are built in several folders': [
      {
        ...config({ roots: ['lib', 'build'] }),
        'tsconfig.json': '{ "compilerOptions": { "outDir": "lib", "rootDir": "src" } }',
        'pkg/tsconfig.json': '{ "compilerOptions": { "outDir": "../build", "rootDir": "." } }',
      },
      ['pkg/c.test.ts', 'pkg/src/d.spec.js', 'src/__tests__/e.tsx'],
    ],
    'are under its root, and not under that of the repository': [
      { 'pkg/jest.config.js': "module.exports = { roots: ['<rootDir>/src/__tests__'] }" },
      [],
    ],
    'are found from the top, with the configuration of a project': [
      { 'pkg/jest.config.js': "module.exports = { roots: ['pkg'], testMatch: ['**/*.test.ts'] }" },
      ['pkg/c.test.ts'],
    ],
    'are built, with the configuration of a project, of that project alone': [
      { 'pkg/jest.config.js': "module.exports = { roots: ['lib'] }" },
      ['pkg/c.test.ts', 'pkg/src/d.spec.js'],
    ],
    'are there, though others would be built': [config({ roots: ['build', 'pkg'] }), ['pkg/c.test.ts', 'pkg/src/d.spec.js']],
    'a script asks for by a configuration': [
      { ...manifest({ scripts: { test: 'jest -c e2e.jest.json' } }), 'e2e.jest.json': '{ "testRegex": "check" }' },
      ['src/f.check.js'],
    ],
    'a script asks for in place': [manifest({ scripts: { test: 'jest --config \'{"testMatch":["**/*.mjs"]}\'' } }), ['b.test.mjs']],
    'a script asks for by their path': [manifest({ scripts: { test: 'jest --ci pkg/src' } }), ['pkg/src/d.spec.js']],
    'a script leaves': [
      manifest({ scripts: { test: 'jest --testPathIgnorePatterns vendor pkg --ci' } }),
      DEFAULT.filter((path) => !/^(?:vendor|pkg)/.test(path)),
    ],
    'create-react-app takes': [
      manifest({ scripts: { test: 'react-scripts test --watchAll=false' }, jest: { moduleNameMapper: {} } }),
      ['src/__tests__/e.tsx'],
    ],
    'craco takes': [
      {
        ...manifest({ scripts: { test: 'craco test' } }),
        'craco.config.js': "module.exports = { jest: { configure: { testMatch: ['<rootDir>/src/*.check.js'] } } }",
      },
      ['src/f.check.js'],
    ],
    'stencil takes, of each kind that is asked for': [
      { ...manifest({ scripts: { test: 'stencil test --spec -- --silent' } }), 'pkg/card.e2e.ts': '' },
      DEFAULT.filter((path) => !path.endsWith('.mjs')),
    ],
  }
  for (const [what, [texts, files]] of Object.entries(table)) it(what, () => assert.deepEqual(taken(texts), files))

  it('stencil takes in whole pages where these are asked for', () => {
    const texts = { ...manifest({ scripts: { test: 'stencil test --e2e' } }), 'src/card.e2e.ts': '', 'src/card.spec.ts': '' }
    const scopes = jestScopes(projectOf(texts))
    assert.deepEqual(
      Object.keys(texts).filter((path) => scopes.some((scope) => scope.includes(path))),
      ['src/card.e2e.ts'],
    )
  })

  it('have its globals unless they are to be imported', () => {
    const globals = (texts: Record<string, string>): boolean[] => jestScopes(projectOf(texts)).map((scope) => scope.globals !== null)
    assert.deepEqual(globals(config({})), [true])
    assert.deepEqual(globals(config({ injectGlobals: false })), [false])
    // Something else provides `describe` there.
    assert.deepEqual(globals({ 'package.json': '{ "devDependencies": { "vitest": "4" } }' }), [false])
  })
})
