import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { wrapText } from './wrap-text.ts'

describe('wrapText', () => {
  it('breaks at spaces, within the width', () => {
    assert.deepEqual(wrapText('Adds an item to the cart.', 12), ['Adds an item', 'to the cart.'])
  })

  it('counts columns, not characters', () => {
    assert.deepEqual(wrapText('장바구니에 담는다', 12), ['장바구니에', '담는다'])
  })

  it('leaves a word that is too wide in a line of its own', () => {
    assert.deepEqual(wrapText('a cryptographically b', 8), ['a', 'cryptographically', 'b'])
  })

  it('breaks nothing where there is no width', () => {
    assert.deepEqual(wrapText('Adds an item to the cart.', null), ['Adds an item to the cart.'])
  })
})
