/** Lints deliberately bad files by the project's own configuration: a rule that stopped firing would look like clean code. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const DOWNWARDS = /imports run downwards/

interface Case {
  what: string
  file: string
  text: string
  rule: string
  message?: RegExp
}

const direction = (what: string, file: string, text: string, message: RegExp): Case => ({
  what,
  file,
  text,
  rule: 'testimony(import-direction)',
  message,
})

const refused: Case[] = [
  direction('an import of the layer above', 'src/queue/a.ts', `import { a } from '../analysis/a.ts'\n`, DOWNWARDS),
  direction('an import from the bottom to the top', 'src/runtime/a.ts', `import { a } from '../server/a.ts'\n`, DOWNWARDS),
  direction('an import of a subject beside', 'src/retention/a.ts', `import { a } from '../analysis/a.ts'\n`, /beside it/),
  direction('source that imports extraction', 'src/source/a.ts', `import type { A } from '../extraction/a.ts'\n`, /beside it/),
  direction(
    'extraction that imports more than types of source',
    'src/extraction/a.ts',
    `import { a } from '../source/a.ts'\n`,
    /types of source only/,
  ),
  direction('mechanisms that import a report', 'src/vault/a.ts', `import { a } from '../report/a.ts'\n`, DOWNWARDS),
  direction('use cases that import the server', 'src/schedule/a.ts', `import { a } from '../server/a.ts'\n`, DOWNWARDS),
  direction(
    'inventory that imports a subject',
    'src/inventory/a.ts',
    `import type { A } from '../runtime/a.ts'\n`,
    /inventory imports nothing/,
  ),
  direction('inventory that imports a package', 'src/inventory/b.ts', `import * as z from 'zod'\n`, /inventory imports nothing/),
  direction('a subject that imports cmd', 'src/server/a.ts', `import { a } from '../../cmd/web/app.ts'\n`, /nothing imports cmd/),
  direction('a process that imports another', 'cmd/web/a.ts', `import { a } from '../analyzer/app.ts'\n`, /nothing imports cmd/),
  direction('a script that imports cmd', 'scripts/a.ts', `import { a } from '../cmd/web/app.ts'\n`, /nothing imports cmd/),
  direction(
    'infra that imports more of a process than its settings',
    'infra/a.ts',
    `import { a } from '../cmd/web/app.ts'\n`,
    /nothing imports cmd/,
  ),
  direction(
    'a framework that imports a sibling',
    'src/extraction/frameworks/jest/a.ts',
    `import { a } from '../vitest/a.ts'\n`,
    /its sibling vitest/,
  ),
  direction(
    'a framework that imports a subject',
    'src/extraction/frameworks/jest/b.ts',
    `import { a } from '../../../runtime/a.ts'\n`,
    /the framework jest imports runtime/,
  ),
  direction(
    'a language that imports a framework',
    'src/extraction/languages/go/a.ts',
    `import { a } from '../../frameworks/jest/a.ts'\n`,
    /knows no framework/,
  ),
  direction(
    'facts that import the list of frameworks',
    'src/extraction/facts/a.ts',
    `import { a } from '../frameworks/index.ts'\n`,
    /knows no framework/,
  ),
  direction('the product importing a test', 'src/report/a.ts', `import { a } from './testing/a.ts'\n`, /no test and no script/),
  direction('the product importing a script', 'cmd/web/b.ts', `import { a } from '../../scripts/a.ts'\n`, /no test and no script/),
  direction(
    'a subject that imports the entrance for others',
    'src/server/b.ts',
    `import { a } from '../index.ts'\n`,
    /entrance for others/,
  ),
  direction('a subject without a layer', 'src/newcomer/a.ts', `import { a } from '../runtime/a.ts'\n`, /has no layer/),
  direction('an export from above', 'src/queue/b.ts', `export { a } from '../analysis/a.ts'\n`, DOWNWARDS),
  direction('an export of everything from above', 'src/queue/c.ts', `export * from '../analysis/a.ts'\n`, DOWNWARDS),
  direction('a dynamic import from above', 'src/queue/d.ts', `export const a = await import('../analysis/a.ts')\n`, DOWNWARDS),
  direction('a type from above', 'src/queue/e.ts', `export type A = import('../analysis/a.ts').A\n`, DOWNWARDS),
  direction('an import named by a template', 'src/queue/g.ts', 'export const a = await import(`../analysis/a.ts`)\n', DOWNWARDS),
  direction(
    'a require of a module',
    'src/queue/h.ts',
    `import { createRequire } from 'node:module'\nexport const a: unknown = createRequire(import.meta.url)('../analysis/a.ts')\n`,
    DOWNWARDS,
  ),
  direction(
    'a require that has a name of its own',
    'src/queue/i.ts',
    `import nodeModule from 'node:module'\nexport const a = (): unknown => load('../analysis/a.ts')\nconst load = nodeModule.createRequire(import.meta.url)\n`,
    DOWNWARDS,
  ),
  direction('a require in CommonJS', 'src/queue/j.cjs', `exports.a = require('../analysis/a.ts')\n`, DOWNWARDS),
  direction('an import as CommonJS has it', 'src/queue/k.ts', `import a = require('../analysis/a.ts')\nexport const b = a\n`, DOWNWARDS),
  direction(
    'inventory that requires a package',
    'src/inventory/c.ts',
    `import { createRequire } from 'node:module'\nexport const a: unknown = createRequire(import.meta.url)('zod')\n`,
    /inventory imports nothing/,
  ),
  direction('a unit test that imports from above', 'src/queue/f.test.ts', `import { a } from '../analysis/a.ts'\n`, DOWNWARDS),
  {
    what: 'a promise that nobody waits for',
    file: 'src/runtime/floating.ts',
    text: `export const a = (): void => {\n  Promise.resolve(1)\n}\n`,
    rule: 'typescript(no-floating-promises)',
  },
  {
    what: 'any',
    file: 'src/runtime/any.ts',
    text: `export const a = (b: any): string => String(b)\n`,
    rule: 'typescript(no-explicit-any)',
  },
  {
    what: 'a value that became any',
    file: 'src/runtime/unsafe.ts',
    text: `export const a = (text: string): string => JSON.parse(text).b\n`,
    rule: 'typescript(no-unsafe-return)',
  },
  {
    what: 'a non-null assertion',
    file: 'src/runtime/assertion.ts',
    text: `export const a = (b: string | null): string => b!\n`,
    rule: 'typescript(no-non-null-assertion)',
  },
  {
    what: 'a switch that misses a case',
    file: 'src/runtime/switch.ts',
    text: `export const a = (b: 'c' | 'd'): number => {\n  switch (b) {\n    case 'c':\n      return 1\n  }\n  return 0\n}\n`,
    rule: 'typescript(switch-exhaustiveness-check)',
  },
  {
    what: 'a type imported as a value',
    file: 'src/runtime/value.ts',
    text: `import { Dirent } from 'node:fs'\nexport const a = (b: Dirent): string => b.name\n`,
    rule: 'typescript(consistent-type-imports)',
  },
  { what: 'a default export', file: 'src/runtime/default.ts', text: `export default 1\n`, rule: 'import(no-default-export)' },
  {
    what: 'a declared function',
    file: 'src/runtime/declared.ts',
    text: `export function a(): number {\n  return 1\n}\n`,
    rule: 'testimony(arrow-functions)',
  },
  {
    what: 'a file name that is no kebab-case',
    file: 'src/runtime/camelCase.ts',
    text: `export const a = 1\n`,
    rule: 'unicorn(filename-case)',
  },
]

const accepted: [what: string, file: string, text: string][] = [
  ['downwards', 'src/server/good.ts', `import { a } from '../analysis/a.ts'\nexport const b: number = a\n`],
  ['the types of source in extraction', 'src/extraction/good.ts', `import type { A } from '../source/a.ts'\nexport type B = A\n`],
  [
    'a framework and its language',
    'src/extraction/frameworks/jest/good.ts',
    `import { a } from '../../languages/python/a.ts'\nexport const b: number = a\n`,
  ],
  [
    'what is required from below, and a text that only looks like a module',
    'src/server/required.ts',
    `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nexport const b: unknown = require('../analysis/a.ts')\nexport const c = b === 1 ? '' : String('../../cmd/web/app.ts')\n`,
  ],
  ['a process and its own files', 'cmd/web/good.ts', `import { a } from './own.ts'\nexport const b: number = a\n`],
  [
    "the list of services and a process's settings",
    'infra/good.ts',
    `import { a } from '../cmd/web/settings.ts'\nexport const b: number = a\n`,
  ],
  ['a unit test and its support', 'src/report/good.test.ts', `import { a } from './testing/a.ts'\nexport const b: number = a\n`],
  [
    'a unit test of inventory and a package',
    'src/inventory/good.test.ts',
    `import test from 'node:test'\nimport fc from 'fast-check'\ntest('a', () => fc.assert(fc.property(fc.nat(), () => true)))\n`,
  ],
]

/** Files that the imports above name; each exports the same, so that nothing but the direction is wrong. */
const imported = [
  ...['analysis', 'runtime', 'server', 'source', 'report', 'report/testing'].map((folder) => `src/${folder}/a.ts`),
  ...['languages/python/a.ts', 'frameworks/vitest/a.ts', 'frameworks/index.ts'].map((path) => `src/extraction/${path}`),
  'src/index.ts',
  'cmd/web/own.ts',
  'cmd/web/app.ts',
  'cmd/web/settings.ts',
  'cmd/analyzer/app.ts',
]

interface Finding {
  code: string
  message: string
  filename: string
}

describe('the lint rules', () => {
  let folder: string
  let findings: Finding[]

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'testimony-lint-')))
    const write = async (path: string, text: string): Promise<void> => {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    for (const path of imported) await write(path, 'export const a = 1\nexport interface A {\n  b: number\n}\n')
    for (const { file, text } of refused) await write(file, text)
    for (const [, file, text] of accepted) await write(file, text)
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const path of ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'scripts/lint']) {
      await cp(join(root, path), join(folder, path), { recursive: true })
    }
    const out = await new Promise<string>((resolve) => {
      const oxlint = ['node_modules/oxlint/bin/oxlint', '--format', 'json', 'src', 'cmd', 'infra', 'scripts/a.ts']
      execFile(process.execPath, oxlint, { cwd: folder, maxBuffer: 2 ** 26 }, (_fault, stdout) => resolve(stdout))
    })
    findings = JSON.parse(out).diagnostics
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const of = (file: string): Finding[] => findings.filter(({ filename }) => filename === file)

  for (const { what, file, rule, message } of refused) {
    it(`refuse ${what}`, () => {
      const hit = of(file).find(({ code }) => code === rule)
      assert.ok(hit, `${rule} in ${JSON.stringify(of(file))}`)
      if (message !== undefined) assert.match(hit.message, message)
    })
  }

  for (const [what, file] of accepted) {
    it(`let ${what} be`, () => {
      assert.deepEqual(of(file), [])
    })
  }
})
