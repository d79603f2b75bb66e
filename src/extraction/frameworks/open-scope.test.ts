import assert from 'node:assert/strict'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { FileFacts } from '../facts/program.ts'
import type { Scope } from '../framework.ts'
import { languageOf } from '../languages.ts'
import { createProject } from '../link/create-project.ts'
import { lowerFile } from '../lower-file.ts'
import type { Project } from '../project.ts'
import { FRAMEWORKS } from './index.ts'

const projectOf = (texts: ReadonlyMap<string, string>): Project => {
  const paths = [...texts.keys()].toSorted()
  const facts = new Map(
    paths.flatMap((path) => {
      const language = languageOf(path)
      return language === null ? [] : [[path, lowerFile(texts.get(path) ?? '', language)] as const]
    }),
  )
  return createProject({ paths, texts, facts }).project
}

const folder = fileURLToPath(new URL('.', import.meta.url))

const textsIn = (fixture: string): Map<string, string> =>
  new Map(
    globSync(['**/*', '**/.*'], { cwd: join(folder, fixture) })
      .filter((path) => statSync(join(folder, fixture, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, fixture, path), 'utf8')]),
  )

const isQuestion = (value: unknown): value is (path: string) => boolean => typeof value === 'function'

/** What a collector asks its scope, with what functions among it say of these paths. */
const answersOf = (options: unknown, paths: readonly string[]): unknown =>
  typeof options === 'object' && options !== null
    ? Object.fromEntries(
        Object.entries(options).map(([name, value]: [string, unknown]) => [
          name,
          isQuestion(value) ? paths.filter((path) => value(path)) : value,
        ]),
      )
    : options

/** What a scope is, with what it takes of these paths. */
const shown = (scope: Scope, paths: readonly string[]) => ({
  ...scope,
  ...('options' in scope ? { options: answersOf(scope.options, paths) } : {}),
  includes: paths.filter((path) => scope.includes(path)),
  takes: paths.filter((path) => scope.takes?.(path, EMPTY) ?? true),
})

const EMPTY: FileFacts = { language: 'typescript', body: [], vocabulary: false, syntaxErrors: [], imports: [] }

const PLACES = [
  'a.test.ts',
  'test/a.js',
  'test_a.py',
  'src/__tests__/a.tsx',
  'cypress/e2e/a.cy.js',
  'deep/in/a_test.go',
  'deep/in/a.spec.mjs',
]

const assertOpensAgain = (texts: ReadonlyMap<string, string>): void => {
  const project = projectOf(texts)
  const paths = [...texts.keys(), ...PLACES]
  for (const framework of FRAMEWORKS)
    for (const scope of framework.scopes(project)) {
      const opened = framework.openScope(scope.key, project)
      assert.deepEqual(shown(opened, paths), shown(scope, paths))
      // Files that see the same object are linked together.
      assert.equal(opened.globals, scope.globals)
    }
}

describe('a scope that is opened by its key is the scope that was found', () => {
  for (const fixture of globSync('*/fixtures/*', { cwd: folder }).toSorted())
    it(fixture.replace('/fixtures/', ': '), () => assertOpensAgain(textsIn(fixture)))

  it('where only names tell what is a test', () => {
    assertOpensAgain(new Map(PLACES.map((path) => [path, ''])))
    assertOpensAgain(new Map([...PLACES, '.mocharc.json'].map((path) => [path, '{}'])))
  })

  it('with constants, expressions and filters', () => {
    assertOpensAgain(
      new Map([
        ['package.json', '{ "scripts": { "test": "vitest run deep --globals" }, "devDependencies": { "jest": "30", "mocha": "11" } }'],
        ['jest.config.js', 'module.exports = { testRegex: /deep.*spec/.source, globals: { VERSION: "1", COUNT: 2n, ON: true } }'],
        ['vitest.config.ts', 'export default { define: { A: "1", B: 2, C: "\\"x\\"" }, test: { globals: true } }'],
        ['playwright.config.ts', 'export default { testMatch: [/.*spec\\.mjs/, "*.test.ts"], testIgnore: "**/deep/**" }'],
        ...PLACES.map((path): [string, string] => [path, '']),
      ]),
    )
  })
})
