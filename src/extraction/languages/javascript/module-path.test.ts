import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const cases = (table: Record<string, [text: string, tests: string[], others?: Record<string, string>]>): void => {
  for (const [what, [text, tests, others]] of Object.entries(table)) it(what, () => assert.deepEqual(testsIn(text, others), tests))
}

describe('an import leads', () => {
  const T = "export const x = 'x'"
  const X = 'it(x, () => {})'
  cases({
    'to a file by any ending that it may have': [
      "import { x } from './a'\nimport { x as y } from './b.js'\nimport { x as z } from './c'\nit([x, y, z].join(''), f)",
      ['xxx'],
      { 'a.tsx': T, 'b.ts': T, 'c/index.mts': T },
    ],
    'by paths of tsconfig.json': [
      `import { x } from '@/lib'\n${X}`,
      ['x'],
      { 'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["source/*"] } } } // comment', 'source/lib.ts': T },
    ],
    'by the path that spells out most of it, wherever it stands': [
      `import { x } from '@/deep/lib'\n${X}`,
      ['x'],
      {
        'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["wrong/*"], "@/deep/*": ["source/*"] } } }',
        'wrong/deep/lib.ts': "export const x = 'wrong'",
        'source/lib.ts': T,
      },
    ],
    'by paths that it extends': [
      `import { x } from '~lib'\n${X}`,
      ['x'],
      {
        'tsconfig.json': '{ "extends": "./config/base" }',
        'config/base.json': '{ "compilerOptions": { "paths": { "~lib": ["../source/lib.ts"] } } }',
        'source/lib.ts': T,
      },
    ],
    'from the base of tsconfig.json': [
      `import { x } from 'source/lib'\n${X}`,
      ['x'],
      { 'tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }', 'source/lib.ts': T },
    ],
    'by imports of package.json': [
      `import { x } from '#lib'\nimport { x as y } from '#deep/a.js'\nit(x + y, f)`,
      ['xx'],
      {
        'package.json':
          '{ "devDependencies": { "vitest": "4" }, "scripts": { "test": "vitest run --globals" }, "imports": { "#lib": { "test": "./source/lib.ts", "default": "./x.js" }, "#deep/*": "./source/deep/*" } }',
        'source/lib.ts': T,
        'source/deep/a.ts': T,
      },
    ],
    'to packages of the repository': [
      `import { x } from '@shop/till'\nimport { x as y } from '@shop/till/coins'\nit(x + y, f)`,
      ['xx'],
      {
        'packages/till/package.json':
          '{ "name": "@shop/till", "exports": { ".": { "types": "./x.d.ts", "import": "./src/index.ts" }, "./coins": "./src/coins.ts" } }',
        'packages/till/src/index.ts': T,
        'packages/till/src/coins.ts': T,
      },
    ],
    'to the sources of what a package builds': [
      `import { x } from '@shop/till/coins'\nimport { x as y } from '@shop/till/notes/paper'\nimport { x as z } from '@shop/till'\nit(x + y + z, f)`,
      ['xxx'],
      {
        'packages/till/package.json':
          '{ "name": "@shop/till", "main": "dist/esm/main.js", "exports": { ".": "./dist/esm/main.js", "./coins": { "types": "./dist/src/coins/index.d.ts", "import": "./dist/src/coins/index.js" }, "./notes/*": "./dist/src/bank-notes/*.js" } }',
        'packages/till/src/main.ts': T,
        'packages/till/src/coins/index.ts': T,
        'packages/till/src/bank-notes/paper.ts': T,
      },
    ],
    'by the pattern of exports that says the most before its star': [
      `import { x } from 'lib/b/x'\nimport { x as y } from 'lib/b/y.css'\nimport { x as z } from 'lib/b/z/$&'\nit(x + y + z, f)`,
      ['xxx'],
      {
        'lib/package.json':
          '{ "name": "lib", "exports": { "./*": "./a/*.js", "./b/*": "./c/*.js", "./b/*.css": "./d/*.js", "./b/z/*": "./e/*.js" } }',
        'lib/a/b/x.js': "export const x = 'wrong'",
        'lib/c/x.js': T,
        'lib/c/y.css.js': "export const x = 'wrong'",
        'lib/d/y.js': T,
        'lib/c/z/$&.js': "export const x = 'wrong'",
        'lib/e/$&.js': T,
      },
    ],
    'by the pattern of imports that says the most before its star': [
      `import { x } from '#b/x'\nimport { x as y } from '#b/y'\nit(x + y, f)`,
      ['xx'],
      {
        'package.json':
          '{ "scripts": { "test": "vitest run --globals" }, "imports": { "#*": "./a/*.js", "#b/*": "./c/*.js", "#b/y": "./d.js" } }',
        'a/b/x.js': "export const x = 'wrong'",
        'c/x.js': T,
        'c/y.js': "export const x = 'wrong'",
        'd.js': T,
      },
    ],
    'to the main file of a package without exports': [
      `import { x } from 'till'\n${X}`,
      ['x'],
      { 'packages/till/package.json': '{ "name": "till", "main": "./lib/main.js" }', 'packages/till/lib/main.js': T },
    ],
    'to the package at the top': [
      "import { y } from './deep/lib'\nit(y, f)",
      ['x'],
      {
        'package.json': '{ "main": "main.js", "scripts": { "test": "vitest run --globals" } }',
        'main.js': T,
        'deep/lib.ts': "export { x as y } from '..'",
      },
    ],
    'nowhere where it leaves the repository': [`import { x } from '../../../etc/passwd'\n${X}`, ['x']],
  })
})
