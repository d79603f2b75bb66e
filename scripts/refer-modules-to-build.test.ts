import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { referModulesToBuild } from './refer-modules-to-build.ts'

const cases: [what: string, source: string, built: string][] = [
  [
    'a worker',
    `new Worker(new URL('./a.ts', import.meta.url), { b: 'c.ts' })`,
    `new Worker(new URL('./a.js', import.meta.url), { b: 'c.ts' })`,
  ],
  [
    'a program',
    `run(fileURLToPath(new URL("../a/main.ts", import.meta.url)))`,
    `run(fileURLToPath(new URL("../a/main.js", import.meta.url)))`,
  ],
  ['a name put together', 'new URL(`../${name}/main.ts`, import.meta.url)', 'new URL(`../${name}/main.js`, import.meta.url)'],
  ['a path', `join(import.meta.dirname, 'a', 'b.ts')`, `join(import.meta.dirname, 'a', 'b.js')`],
  ['a resolved module', `import.meta.resolve('./a.ts')`, `import.meta.resolve('./a.js')`],
  [
    'two on one line',
    `[new URL('./a.ts', import.meta.url), new URL('./b.ts', import.meta.url)]`,
    `[new URL('./a.js', import.meta.url), new URL('./b.js', import.meta.url)]`,
  ],
]

describe('referModulesToBuild', () => {
  for (const [what, source, built] of cases) {
    it(`finds the build of ${what}`, () => assert.equal(referModulesToBuild('x.js', source), built))
  }

  it('leaves names that say nothing of this program alone', () => {
    const source = `const names = ['vitest.config.ts', join(folder, 'a.ts'), new URL('./a.ts', repository)]\n`
    assert.equal(referModulesToBuild('x.js', source), source)
  })

  it('refuses what no JavaScript engine could read', () => {
    assert.throws(() => referModulesToBuild('x.js', 'const = 1'), /x\.js/)
  })
})
