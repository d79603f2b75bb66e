import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

/** The title that a template gives under a tag; line breaks and tabs stand in it as they are. */
const titleOf = (importing: string, title: string): string | undefined => testsIn(`${importing}\nit(${title}, f)`)[0]

describe('a template tag of a well-known package', () => {
  const indented = '`\n    first\n      second ${1}\n  `'
  const table: [what: string, importing: string, title: string, expected: string][] = [
    ['dedent', "import dedent from 'dedent'", `dedent${indented}`, 'first\n  second 1'],
    ['dedent of a string', "import dedent from 'dedent'", "dedent('\\n  a\\n    b\\n')", 'a\n  b'],
    ['dedent with escapes', "const dedent = require('dedent')", 'dedent`a\\tb \\`c\\` \\${d}`', 'a\tb `c` ${d}'],
    ['dedent with joined lines', "import dedent from 'dedent'", 'dedent`a \\\n    b`', 'a b'],
    ['ts-dedent', "import { dedent } from 'ts-dedent'", `dedent${indented}`, 'first\n  second 1'],
    ['ts-dedent with several lines in a hole', "import d from 'ts-dedent'", 'd`\n  a:\n    ${"x\\ny"}\n  `', 'a:\n  x\n  y'],
    ['outdent', "import { outdent } from 'outdent'", `outdent${indented}`, 'first\n  second 1'],
    ['stripIndent', "import { stripIndent } from 'common-tags'", `stripIndent${indented}`, 'first\n  second 1'],
    ['stripIndents', "import { stripIndents } from 'common-tags'", `stripIndents${indented}`, 'first\nsecond 1'],
    ['unindent', "import { unindent } from '@antfu/utils'", `unindent${'`\n\n    first\n      second\n  `'}`, 'first\n  second'],
    ['oneLine', "import { oneLine } from 'common-tags'", `oneLine${indented}`, 'first second 1'],
    ['oneLineTrim', "import { oneLineTrim } from 'common-tags'", `oneLineTrim${indented}`, 'firstsecond 1'],
  ]
  for (const [what, importing, title, expected] of table)
    it(`gives what it does: ${what}`, () => assert.equal(titleOf(importing, title), expected))

  it('gives nothing of what is not known', () => {
    assert.equal(titleOf("import dedent from 'dedent'", 'dedent`a ${process.env.X}`'), 'dedent`a ${process.env.X}`')
  })
})
