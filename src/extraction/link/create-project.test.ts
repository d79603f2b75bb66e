import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { itemsAt, stringsAt } from '../languages/javascript/configuration-values.ts'
import { projectOf } from '../testing/project-of.ts'

describe('a configuration that is another one', () => {
  const specsOf = (main: string, others: Record<string, string>): string[] | null =>
    stringsAt(projectOf({ 'main.config.js': main, ...others }).configuration('main.config.js'), 'specs')

  it('is what the other exports, in whatever way', () => {
    const required = "module.exports = require('./base')"
    assert.deepEqual(specsOf(required, { 'base.js': "module.exports = { specs: ['a'] }" }), ['a'])
    assert.deepEqual(specsOf(required, { 'base.js': "exports.specs = ['a']" }), ['a'])
    assert.deepEqual(specsOf(required, { 'base.js': "module.exports = () => ({ specs: ['a'] })" }), ['a'])
    assert.deepEqual(specsOf(required, { 'base.js': "export default { specs: ['a'] }" }), ['a'])
    assert.deepEqual(specsOf(required, { 'base.js': "module.exports = require('./root')", 'root.js': "exports.specs = ['a']" }), ['a'])
    assert.deepEqual(specsOf("import * as base from './base'\nexport default base", { 'base.js': "export const specs = ['a']" }), ['a'])
  })

  it('is found among projects as well', () => {
    const main = "module.exports = { projects: [require('./one'), require('./two')] }"
    const project = projectOf({ 'main.js': main, 'one.js': "module.exports = { name: 'one' }", 'two.js': "exports.name = 'two'" })
    const projects = itemsAt(project.configuration('main.js'), 'projects')
    assert.deepEqual(
      projects.map((one) => stringsAt(one, 'name')),
      [['one'], ['two']],
    )
  })

  it('takes no time where wildcards and projects lead back to themselves', () => {
    const began = performance.now()
    specsOf("module.exports = require('./base')", { 'base.js': "export * from './base'\n".repeat(12) })
    const next = (index: number): string =>
      ['test', 'projects', 'workspace'].map((key) => `exports.${key} = require('./part${index}')\n`).join('')
    specsOf(next(0), Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`part${index}.js`, next(index + 1)])))
    assert.ok(performance.now() - began < 2000)
  })

  it('ends where one leads back to itself', () => {
    assert.equal(specsOf("module.exports = require('./base')", { 'base.js': "module.exports = require('./main.config')" }), null)
  })
})

describe('a configuration that shares files out by what stands in them', () => {
  it('has all that may be in each share', () => {
    const main = `const { globSync, readFileSync } = require('node:fs')
      const all = globSync('src/*.check.ts', { cwd: __dirname })
      const alone = all.filter((file) => /mock/.test(readFileSync(file, 'utf8')))
      module.exports = { alone, rest: all.filter((file) => !alone.includes(file)) }`
    const project = projectOf({ 'main.js': main, 'src/a.check.ts': '', 'src/b.check.ts': 'mock()' })
    for (const share of ['alone', 'rest'])
      assert.deepEqual(stringsAt(project.configuration('main.js'), share), ['src/a.check.ts', 'src/b.check.ts'], share)
  })
})
