import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'

import type { Specification } from '../../specification/specification.ts'
import type { SpecifiedTest } from '../../specification/specified-test.ts'
import { PLAIN_TERMINAL, widthOf, type Terminal } from '../terminal.ts'
import {
  exampleBehaviour,
  exampleSpecification,
  hostileDocument,
  oneFeature,
  shopSpecification,
  shopTests,
} from '../testing/example-specification.ts'
import { documentOf } from './specification-document.ts'
import { textSpecification } from './text-specification.ts'

const textOf = (specification: Specification, tests: SpecifiedTest[] = shopTests(), terminal: Terminal = PLAIN_TERMINAL): string =>
  [...textSpecification(documentOf(specification, tests), terminal)].join('')

const narrow: Terminal = { width: 40, colour: true, drawing: true, home: null }

describe('a specification as text', () => {
  it('has each sentence with how it stands, its examples and its tests', () => {
    const text = textOf(shopSpecification())
    assert.equal(
      text.slice(0, text.indexOf('  Checkout')),
      `
  What shop does
  as its tests say: https://git.example/shop main 0123456789abcdef0123456789abcdef01234567

  A shop that sells things.

  8 behaviours, for which 12 tests vouch
  5 verified, 1 expected to fail, 1 skipped, 1 to be written
  written offline, from the words of the tests
  A sentence without a remark is verified: a test that is not skipped vouches for it. Tests were read, not run.

  Cart

    Adding items
      • Adds an item to the cart.
          src/cart/cart.test.ts:4 cart › adds an item
      • Adds several items at once.
          for example adds 1 items; adds 2 items; adds 3 items
          src/cart/cart.test.ts:8 cart › adds %i items (3 cases)
      • Sums prices in any currency.
          src/cart/cart.test.ts:20 cart › sums prices in any currency (cases known only when run)

    Discounts
      ↓ Takes the best discount and never goes below zero. (skipped)
          src/cart/cart.test.ts:31 cart › discounts › takes the best one
          src/cart/cart.test.ts:35 cart › discounts › never goes below zero

`,
    )
    assert.ok(text.includes('× Pays by invoice. (expected to fail: sandbox is down)\n'))
    assert.ok(text.includes('src/stock.test.ts:6 orders more (skipped, supplier API moved)\n'))
  })

  it('keeps to the width of a terminal, sentences whole and citations cut', () => {
    const text = stripVTControlCharacters(textOf(shopSpecification(), shopTests(), narrow))
    for (const line of text.split('\n')) assert.ok(widthOf(line) <= 40, line)
    assert.ok(text.includes('↓ Takes the best discount and\n        never goes below zero.\n        (skipped)\n'), text)
    assert.ok(text.includes('src/cart/cart.test.ts:31 cart…\n'), text)
  })

  it('says which model wrote it, and which sentences it did not', () => {
    const behaviours = [exampleBehaviour('Adds.', ['a'], { writtenBy: 'offline' }), exampleBehaviour('Sums.', ['b'])]
    const text = textOf(exampleSpecification(oneFeature(...behaviours), { writer: 'google:gemini', language: 'ko' }), [])
    assert.ok(text.includes('  written by google:gemini in ko\n  1 sentence is the offline writer’s, where'), text)
    assert.ok(text.includes('• Adds. (written offline)\n          test a\n'), text)
  })

  it('says that there are no tests', () => {
    assert.match(textOf(exampleSpecification([])), /Nothing is specified: there are no tests\.\n\n$/)
  })

  it('lets no text of others move a cursor, break a line or turn its order around', () => {
    const { specification, tests } = hostileDocument('a\u001b[2J\u001b]0;title\u0007\u009b31m\rb\u202ec')
    const plain = textOf(specification, tests)
    assert.doesNotMatch(plain.replaceAll('\n', ''), /[\p{Cc}\u202e]/u)
    assert.ok(plain.includes('↓ a\\x1b[2J\\x1b]0;title'))
    const painted = textOf(specification, tests, narrow)
    // What is left of a painted text has no control but its own line breaks, and no colour that isn't a plain style.
    assert.doesNotMatch(painted.replaceAll(new RegExp(`${'\u001b'}\\[\\d+m|\\n`, 'g'), ''), /[\p{Cc}\u202e]/u)
  })
})
