import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lowerJavaScript } from '../languages/javascript/lower-javascript.ts'
import { javaScriptSemantics } from '../languages/javascript/javascript-semantics.ts'
import { Evaluator } from './evaluator.ts'
import { ModuleInstance } from './module-instance.ts'
import type { Value } from './value.ts'

const exported = (text: string): Value => {
  const evaluator = new Evaluator(javaScriptSemantics, { resolve: () => undefined, facts: () => null, global: () => undefined })
  const module = new ModuleInstance('a.js')
  module.facts = lowerJavaScript(text, 'javascript')
  return evaluator.exportOf(module, 'value')
}

describe('members of classes', () => {
  it('are no names in methods', () => {
    assert.equal(exported(`const name = 'outer'; class A { static get name() { return name } }; export const value = A.name`), 'outer')
  })

  it('that have a getter and a setter are read by the getter', () => {
    assert.equal(exported(`class A { static get it() { return 'got' } static set it(v) {} }; export const value = A.it`), 'got')
  })

  it('are found on the class by way of an instance', () => {
    assert.equal(
      exported(`class A { static get it() { return 'got' } find() { return this.constructor.it } }; export const value = new A().find()`),
      'got',
    )
  })

  it('by symbols that nobody set are undefined', () => {
    assert.equal(
      exported(`const KEY = Symbol('key'); class A { static get it() { return this[KEY] ?? 'default' } }; export const value = A.it`),
      'default',
    )
  })
})

describe('symbols', () => {
  it('are shown with their description, and are no keys of tables', () => {
    assert.equal(exported(`export const value = String(Symbol('x'))`), 'Symbol(x)')
    assert.equal(exported(`const S = Symbol('s'); export const value = Object.keys({ [S]: 1, a: 2 }).join()`), 'a')
  })
})
