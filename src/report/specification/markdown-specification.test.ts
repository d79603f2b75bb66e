import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Specification } from '../../specification/specification.ts'
import type { SpecifiedTest } from '../../specification/specified-test.ts'
import {
  exampleBehaviour,
  exampleSpecification,
  exampleSpecifiedTest,
  hostileDocument,
  oneFeature,
  shopSpecification,
  shopTests,
} from '../testing/example-specification.ts'
import { markdownSpecification } from './markdown-specification.ts'
import { documentOf } from './specification-document.ts'

const textOf = (specification: Specification, tests: SpecifiedTest[] = shopTests()): string =>
  [...markdownSpecification(documentOf(specification, tests))].join('')

describe('a specification as Markdown', () => {
  it('has the sentences, how they stand, and below each feature the tests that vouch for them', () => {
    const text = textOf(shopSpecification())
    assert.equal(
      text.slice(0, text.indexOf('### Discounts')),
      `# What shop does

As its tests say: \`https://git.example/shop\` \`main\` \`0123456789abcdef0123456789abcdef01234567\`

A shop that sells things.

**8 behaviours**, for which 12 tests vouch: 5 verified, 1 expected to fail, 1 skipped, 1 to be written.
Written offline, from the words of the tests.
A sentence without a remark is verified: a test that is not skipped vouches for it. Tests were read, not run.

- [Cart](#domain-1): 4 behaviours, 1 skipped
- [Checkout](#domain-2): 2 behaviours, 1 expected to fail
- [Stock](#domain-3): 2 behaviours, 1 to be written

<a id="domain-1"></a>

## Cart

### Adding items

1. Adds an item to the cart.
2. Adds several items at once.
   <br>For example \`adds 1 items\`, \`adds 2 items\`, \`adds 3 items\`
3. Sums prices in any currency.

<details><summary>5 tests</summary>

1. \`src/cart/cart.test.ts:4\` \`cart\` › \`adds an item\`
2. \`src/cart/cart.test.ts:8\` \`cart\` › \`adds %i items\` (3 cases)
3. \`src/cart/cart.test.ts:20\` \`cart\` › \`sums prices in any currency\` (cases known only when run)

</details>

`,
    )
    assert.match(text, /\n1\. Takes the best discount and never goes below zero\. — \*\*skipped\*\*\n/)
    assert.match(text, /\n2\. Pays by invoice\. — \*\*expected to fail\*\*: `sandbox is down`\n/)
    assert.match(text, /\n2\. Warns early\. — \*\*to be written\*\*\n/)
  })

  it('says of each of several tests how it stands, where that is not how the sentence stands', () => {
    assert.ok(
      textOf(shopSpecification()).includes(`
1. - \`src/stock.test.ts:2\` \`counts what is left\`
   - \`src/stock.test.ts:6\` \`orders more\` (skipped, \`supplier API moved\`)
2. \`src/stock.test.ts:9\` \`warns early\`
`),
    )
  })

  it('says why beside the sentence only where all tests agree, and else beside each', () => {
    const tests = ['a', 'b'].map((id) => exampleSpecifiedTest(id, { status: 'skipped', reason: `because of ${id}` }))
    const text = textOf(exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['a', 'b'], { state: 'skipped' }))), tests)
    assert.ok(text.includes('\n1. Adds. — **skipped**\n'), text)
    assert.ok(text.includes('\n1. - `a.test.ts:1` `a` (`because of a`)\n   - `a.test.ts:1` `b` (`because of b`)\n'), text)
  })

  it('shows the first examples and how many more there are', () => {
    const examples = Array.from({ length: 17 }, (_, index) => `adds ${index}`)
    const text = textOf(exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['cart:8'], { examples }))))
    assert.ok(text.includes('<br>For example `adds 0`, `adds 1`, `adds 2`, `adds 3`, `adds 4` and 12 more\n'))
  })

  it('cuts an example that is long, and no character in two', () => {
    const text = textOf(
      exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['cart:8'], { examples: ['😀'.repeat(101), 'x'.repeat(100)] }))),
    )
    assert.ok(text.includes(`<br>For example \`${'😀'.repeat(49)} …\`, \`${'x'.repeat(100)}\`\n`))
  })

  it('says which model wrote it, and which sentences it did not', () => {
    const behaviours = [exampleBehaviour('Adds.', ['a'], { writtenBy: 'offline' }), exampleBehaviour('Sums.', ['b'])]
    const text = textOf(exampleSpecification(oneFeature(...behaviours), { writer: 'local:`evil`', language: 'ko' }), [])
    assert.ok(text.includes('Written by `` local:`evil` `` in `ko`.\n1 sentence is the offline writer’s, where'), text)
    assert.ok(text.includes('\n1. Adds. — written offline\n2. Sums.\n'))
  })

  it('gives each paragraph of a summary its own', () => {
    assert.ok(textOf(shopSpecification({ summary: 'One.\n\n# Two.\r\n' })).includes('\n\nOne.\n\n\\# Two.\n\n**8'))
  })

  it('names a test that is not there any more by its id', () => {
    const text = textOf(exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['gone']))), [])
    assert.ok(text.includes('\n1. test `gone`\n'))
  })

  it('says that there are no tests', () => {
    assert.match(textOf(exampleSpecification([])), /Nothing is specified: there are no tests\.\n$/)
  })

  it('keeps its numbers and their lists together beyond nine', () => {
    const behaviours = Array.from({ length: 10 }, (_, index) => exampleBehaviour('Adds.', [`a${index}`, `b${index}`], { examples: ['x'] }))
    const text = textOf(exampleSpecification(oneFeature(...behaviours)), [])
    assert.ok(text.includes('\n10. Adds.\n    <br>For example `x`\n'))
    assert.ok(text.includes('\n10. - test `a9`\n    - test `b9`\n'))
  })

  it('lets no text of others become markup, wherever it stands', () => {
    const { specification, tests } = hostileDocument('</details>\n# x | **b** <img src=x> [l](https://e.example) \u202e\u001b[31m`` ` @all')
    const own = /<\/?details>|<\/?summary>|<a id="domain-1"><\/a>|<br>|^- \[|\]\(#domain-1\)|\*\*(?=\d|skipped)|(?<=behaviour|skipped)\*\*/g
    for (const line of textOf(specification, tests).split('\n')) {
      const withoutCode = line.replace(/\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
      assert.doesNotMatch(line, /[\p{Cc}\u202e]/u)
      assert.doesNotMatch(withoutCode.replace(own, ''), /[*<>[\]`]|https?:|@all/, line)
    }
  })
})
