import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const follows = (specifier: string, path: string, configuration: Record<string, string>): void => {
  const files = { ...configuration, [path]: "export const title = 'followed'" }
  assert.deepEqual(testsIn(`import { title } from '${specifier}'\nit(title, f)`, files), ['followed'])
}

describe('an import is followed by an alias', () => {
  it('of Vite, by name', () =>
    follows('@/x', 'src/x.ts', {
      'vite.config.ts': "import path from 'node:path'\nexport default { resolve: { alias: { '@': path.resolve(__dirname, 'src') } } }",
    }))
  it('of Vite, from a list with an expression', () =>
    follows('~lib/x', 'packages/lib/x.ts', {
      'vitest.config.ts': "export default { resolve: { alias: [{ find: /^~(\\w+)/, replacement: __dirname + '/packages/$1' }] } }",
    }))
  it("of Vitest's own settings", () =>
    follows('#x', 'src/x.ts', {
      'vitest.config.ts': "export default { test: { globals: true, alias: { '#x': new URL('./src/x.ts', import.meta.url).pathname } } }",
    }))
  it("of Jest's mapper, with a group", () =>
    follows('@app/x', 'src/app/x.ts', {
      'jest.config.js': "module.exports = { moduleNameMapper: { '^@app/(.*)$': '<rootDir>/src/app/$1' } }",
    }))
  it('of a configuration above', () => {
    const files = {
      'jest.config.json': '{ "moduleNameMapper": { "^x$": "<rootDir>/deep/x" } }',
      'deep/x.ts': "export const title = 'followed'",
    }
    assert.deepEqual(testsIn("import { title } from './one/two'\nit(title, f)", { ...files, 'one/two.ts': "export { title } from 'x'" }), [
      'followed',
    ])
  })
})
