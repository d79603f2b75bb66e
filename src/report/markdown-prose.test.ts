import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { prose } from './markdown-prose.ts'

describe('prose', () => {
  const cases: [string, string, string][] = [
    [
      'words and punctuation as they are',
      'Adds 1.5 items (at once), "quoted": snake_case, it’s 100 %!',
      'Adds 1.5 items (at once), "quoted": snake_case, it’s 100 %!',
    ],
    ['words of any script as they are', '장바구니에 담는다 يضيف 👩‍🔬', '장바구니에 담는다 يضيف 👩‍🔬'],
    ['emphasis', 'a *b* __c__ ~~d~~', String.raw`a \*b\* \_\_c\_\_ \~\~d\~\~`],
    ['backticks', 'runs `rm`', 'runs \\`rm\\`'],
    ['tags', 'shows <img src=x onerror=alert(1)>', String.raw`shows \<img src=x onerror=alert(1)\>`],
    ['comments', '<!-- x', String.raw`\<!-- x`],
    ['links and images', '[a](b) ![c](d) [^1]', String.raw`\[a\](b) !\[c\](d) \[^1\]`],
    ['entities', '&lt; &#x3c;', String.raw`\&lt; \&#x3c;`],
    ['formulas', '$x$', String.raw`\$x\$`],
    ['backslashes', 'a\\*b \\', 'a\\\\\\*b \\\\'],
    ['pipes', 'a | b', String.raw`a \| b`],
    ['addresses', 'reads (https://evil.example/a*b), www.evil.example.', 'reads (`https://evil.example/a*b`), `www.evil.example`.'],
    ['addresses of mail', 'sends to "a@b.example"', 'sends to "`a@b.example`"'],
    ['mentions', 'tells @everyone about #12, GH-7', 'tells `@everyone` about `#12`, `GH-7`'],
    ['mentions beside backticks', 'tells `@everyone`', 'tells `` `@everyone` ``'],
    ['a heading', '# One', String.raw`\# One`],
    ['the end of a heading', 'learns C ##', String.raw`learns C \##`],
    ['an item', '- one', String.raw`\- one`],
    ['another item', '+ one', String.raw`\+ one`],
    ['a numbered item', '1. one', String.raw`1\. one`],
    ['another numbered item', '12) one', String.raw`12\) one`],
    ['a rule', '---', String.raw`\---`],
    ['an underline', '===', String.raw`\===`],
    ['a quotation', '> one', String.raw`\> one`],
    ['a fence', '```js', '\\`\\`\\`js'],
    ['indented code', '     one', 'one'],
    ['line breaks', 'one\n\n# two\r\nthree', String.raw`one\\n\\n# two\\r\\nthree`],
    ['separators of lines', 'one\u2028two', String.raw`one\\u2028two`],
    ['bidirectional controls', 'a\u202eb', String.raw`a\\u202eb`],
    ['escape sequences', 'a\u001b[31mb', String.raw`a\\x1b\[31mb`],
    ['nothing', ' \u00a0', '(no text)'],
  ]
  for (const [what, text, markdown] of cases) it(`keeps ${what}`, () => assert.equal(prose(text), markdown))

  it('is one line whose markup is all escaped, outside of code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a 1_*`~[]<>&|#-+=.)\\\n@:/w'), maxLength: 40 }), (text) => {
        const markdown = prose(text)
        assert.doesNotMatch(markdown, /\n/)
        // Spans as a reader finds them: a run of backticks that no backslash precedes, up to the next run of that length.
        const outside = markdown.replace(/\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gs, 'é')
        assert.doesNotMatch(outside, /[*`[\]<>&|~]|[a-z][a-z0-9+.-]*:\/\/|www\.|@[a1_]|#1|^[#+=-]|^1[.)]/)
      }),
    )
  })
})
