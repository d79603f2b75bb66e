import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'

import type { Specification } from '../../specification/specification.ts'
import type { SpecifiedTest } from '../../specification/specified-test.ts'
import { htmlText } from '../html-text.ts'
import {
  exampleBehaviour,
  exampleSpecification,
  hostileDocument,
  oneFeature,
  shopSpecification,
  shopTests,
} from '../testing/example-specification.ts'
import { htmlSpecification } from './html-specification.ts'
import { documentOf } from './specification-document.ts'

const pageOf = (specification: Specification, tests: SpecifiedTest[] = shopTests()): string =>
  [...htmlSpecification(documentOf(specification, tests))].join('')

/** The lines of a page that have one of these, without the tags. */
const wordsOf = (page: string, part: string): string[] =>
  page
    .split('\n')
    .filter((line) => line.includes(part))
    .map((line) => line.replace(/<details>.*|<\/?[^>]*>/g, ''))

const ofHostile = (text: string): string => {
  const { specification, tests } = hostileDocument(text)
  return pageOf(specification, tests)
}

describe('a specification as a page', () => {
  it('says in words how each sentence stands', () => {
    const page = pageOf(shopSpecification())
    assert.deepEqual(wordsOf(page, '<li id="b-'), [
      '1Adds an item to the cart.',
      '2Adds several items at once.For example adds 1 items, adds 2 items, adds 3 items',
      '3Sums prices in any currency.',
      '1Takes the best discount and never goes below zero. skipped',
      '1Pays by card.',
      '2Pays by invoice. expected to fail sandbox is down',
      '1Counts what is left, and orders more.',
      '2Warns early. to be written',
    ])
    assert.deepEqual(wordsOf(page, '<label>'), ['all 8', 'verified 5', 'expected to fail 1', 'skipped 1', 'to be written 1'])
  })

  it('has the tests of each sentence in a fold of its own', () => {
    assert.ok(
      pageOf(shopSpecification()).includes(
        '<details><summary>2 tests</summary><ul><li><code><bdi>src/stock.test.ts:2</bdi></code> <bdi>counts what is left</bdi></li>' +
          '<li><code><bdi>src/stock.test.ts:6</bdi></code> <bdi>orders more</bdi> (skipped, <bdi>supplier API moved</bdi>)</li></ul></details>',
      ),
    )
  })

  it('has contents whose links all lead somewhere, and no id twice', () => {
    const page = pageOf(shopSpecification())
    const ids = Array.from(page.matchAll(/ id="([^"]*)"/g), ([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    const targets = Array.from(page.matchAll(/ href="([^"]*)"/g), ([, target]) => target)
    assert.ok(targets.length >= 3 + 4 + 8)
    for (const target of targets) assert.ok(target?.startsWith('#') && ids.includes(target.slice(1)), target)
    assert.deepEqual(wordsOf(page, 'href="#feature-'), ['Adding items 3', 'Discounts 1', 'Payment 2', 'Stock 2'])
  })

  it('lets nothing be loaded or run but the style that it has', () => {
    const page = pageOf(shopSpecification())
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(page) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    assert.ok(page.includes(`content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`))
    assert.doesNotMatch(page, /<script|<img|<link|<iframe|style="| on\w+="|url\(|@import/)
  })

  it('filters only where there is something to choose', () => {
    assert.doesNotMatch(pageOf(exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['a'])))), /<fieldset>/)
  })

  it('says which language its sentences are in, and who wrote them', () => {
    const behaviours = [exampleBehaviour('더한다.', ['a'], { writtenBy: 'offline' })]
    const page = pageOf(exampleSpecification(oneFeature(...behaviours), { writer: 'google:gemini', language: 'ko' }))
    assert.ok(page.includes('<span dir="auto" lang="ko">더한다.</span> <span class="reason">written offline</span>'))
    assert.match(page, /Written by <code><bdi>google:gemini<\/bdi><\/code> in <code><bdi>ko<\/bdi><\/code>\. 1 sentence is/)
  })

  it('shows the first examples and how many more there are', () => {
    const examples = Array.from({ length: 1205 }, (_, index) => `adds ${index}`)
    const page = pageOf(exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['a'], { examples }))))
    assert.match(page, /<bdi>adds 4<\/bdi><\/code> and 1,200 more<\/p>/)
  })

  it('says that there are no tests', () => {
    const page = pageOf(exampleSpecification([]))
    assert.match(page, /Nothing is specified: there are no tests\./)
    assert.doesNotMatch(page, /<nav|<main/)
  })

  const hostile: [string, string][] = [
    ['tags', '</details></style><script>alert(1)</script><img src=x onerror=alert(1)>'],
    ['attributes', `" onmouseover="alert(1)' x='`],
    ['entities', '&lt;b&gt; &#60;i&#62;'],
    ['line breaks', 'one\n<b>\r\ntwo'],
    ['comments', '--><!--'],
  ]
  for (const [what, text] of hostile) {
    it(`lets no ${what} of others become its own, wherever they stand`, () => {
      const tags = (page: string): string[] | null => page.replaceAll(/ lang="[^"]*"|b-[0-9a-f]{24}/g, '').match(/<[^>]*>/g)
      assert.deepEqual(tags(ofHostile(text)), tags(ofHostile(text.replaceAll(/[^\r\n]+/g, 'adds'))))
      assert.ok(ofHostile(text).includes(`lang="${htmlText(text)}"`))
    })
  }

  it('shows controls and what turns the order of text around as escapes', () => {
    const page = ofHostile('a\u0000\u001b[31m\u202eb\u2066')
    assert.doesNotMatch(page.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    assert.ok(page.includes('a\\x00\\x1b[31m\\u202eb\\u2066'))
  })
})
