import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'

import { diffSpecifications } from '../../specification/diff-specifications.ts'
import type { Specification } from '../../specification/specification.ts'
import { PLAIN_TERMINAL, widthOf } from '../terminal.ts'
import { exampleBehaviour, exampleSpecification, oneFeature } from '../testing/example-specification.ts'
import type { ComparisonFormat } from './comparison-format.ts'
import { reportComparison } from './report-comparison.ts'

const reportOf = (before: Specification, after: Specification, format: ComparisonFormat, terminal = PLAIN_TERMINAL): string => {
  const comparison = { before: { ...before, version: 3 }, after: { ...after, version: 4 }, diff: diffSpecifications(before, after) }
  return [...reportComparison(comparison, format, terminal)].join('')
}

const before = exampleSpecification([
  ...oneFeature(
    exampleBehaviour('Adds.', ['a']),
    exampleBehaviour('Divides.', ['b', 'c']),
    exampleBehaviour('Sums.', ['d']),
    exampleBehaviour('Rounds.', ['e'], { examples: ['1'] }),
    exampleBehaviour('Counts.', ['f']),
    exampleBehaviour('Stays.', ['g']),
  ),
  { name: 'Others', features: [{ name: 'All', behaviours: [exampleBehaviour('Moves.', ['h'])] }] },
])

const after = exampleSpecification(
  oneFeature(
    exampleBehaviour('Adds.', ['a'], { state: 'skipped' }),
    exampleBehaviour('Sums up.', ['d']),
    exampleBehaviour('Rounds.', ['e'], { examples: ['1', '2'] }),
    exampleBehaviour('Counts.', ['f', 'i', 'j']),
    exampleBehaviour('Stays.', ['g']),
    exampleBehaviour('Moves.', ['h']),
    exampleBehaviour('Multiplies.', ['k'], { state: 'to-be-written' }),
  ),
  { writer: 'google:gemini' },
)

describe('the report of a diff of specifications', () => {
  it('says as text what became of each behaviour, what is bad news first', () => {
    assert.equal(
      reportOf(before, after, 'text'),
      `
  What changed in what shop does
  before: version 3 of main 0123456789abcdef0123456789abcdef01234567, written by offline
  now: version 4 of main 0123456789abcdef0123456789abcdef01234567, written by google:gemini

  1 lost, 1 changed in state, 1 reworded, 1 gained, 1 vouched for by other tests, 1 with other examples, 1 moved, 1 unchanged

  Lost: 1
    - Divides.
      Sums › Adding (2 tests)

  Changed in state: 1
    ~ Adds.
      Sums › Adding (verified before, skipped now)

  Reworded: 1
    ~ Sums up.
      Sums › Adding (said before: Sums.)

  Gained: 1
    + Multiplies.
      Sums › Adding (to be written; 1 test)

  Vouched for by other tests: 1
    ~ Counts.
      Sums › Adding (1 test before, 3 now)

  With other examples: 1
    ~ Rounds.
      Sums › Adding (1 example before, 2 now)

  Moved: 1
    ~ Moves.
      Sums › Adding (in Others › All before)

`,
    )
  })

  it('says it as Markdown', () => {
    const text = reportOf(before, after, 'markdown')
    assert.equal(
      text.slice(0, text.indexOf('## Reworded')),
      `# What changed in what shop does

- before: version 3, of \`main\` \`0123456789abcdef0123456789abcdef01234567\`, written by \`offline\`
- now: version 4, of \`main\` \`0123456789abcdef0123456789abcdef01234567\`, written by \`google:gemini\`

**1 lost, 1 changed in state, 1 reworded, 1 gained, 1 vouched for by other tests, 1 with other examples, 1 moved, 1 unchanged**

## Lost: 1

- Divides. — Sums › Adding (2 tests)

## Changed in state: 1

- Adds. — Sums › Adding (verified before, skipped now)

`,
    )
  })

  it('says it as JSON, a behaviour a line', () => {
    const text = reportOf(before, after, 'json')
    const json = JSON.parse(text)
    assert.deepEqual(Object.keys(json), ['schema', 'before', 'after', 'totals', 'gained', 'lost', 'changed'])
    assert.equal(json.schema, 'testimony.specification-diff/1')
    assert.deepEqual(Object.keys(json.after), ['version', 'repository', 'language', 'writer'])
    assert.deepEqual(json.totals, {
      gained: 1,
      lost: 1,
      changed: 5,
      unchanged: 1,
      byChange: { state: 1, text: 1, tests: 1, examples: 1, moved: 1 },
    })
    assert.deepEqual(json.lost, [{ domain: 'Sums', feature: 'Adding', behaviour: exampleBehaviour('Divides.', ['b', 'c']) }])
    assert.deepEqual(json.changed[0].changes, ['state'])
    assert.equal(text.split('\n').filter((line) => line.includes('"behaviour":')).length, 7)
    assert.deepEqual(JSON.parse(reportOf(before, before, 'json')).changed, [])
  })

  it('says that nothing changed', () => {
    assert.match(reportOf(before, before, 'text'), /\n {2}nothing: 7 unchanged\n\n$/)
    assert.match(reportOf(before, before, 'markdown'), /\nNothing: 7 unchanged\.\n$/)
  })

  it('needs no commit', () => {
    const folder = exampleSpecification([], { repository: { path: '/home/me/shop' } })
    assert.match(reportOf(folder, folder, 'markdown'), /\n- now: version 4, written by `offline`\n/)
    assert.match(reportOf(folder, folder, 'text'), /\n {2}now: version 4, written by offline\n/)
  })

  it('says of one behaviour all that changed', () => {
    const changed = exampleSpecification(oneFeature(exampleBehaviour('Sums up.', ['a', 'b'], { state: 'skipped' })))
    const text = reportOf(exampleSpecification(oneFeature(exampleBehaviour('Adds.', ['a']))), changed, 'text')
    assert.match(text, /\(verified before, skipped now; said before: Adds\.; 1 test before, 2 now\)\n/)
  })

  it('keeps to the width of a terminal', () => {
    const text = stripVTControlCharacters(reportOf(before, after, 'text', { width: 60, colour: true, drawing: true, home: null }))
    for (const line of text.split('\n')) assert.ok(widthOf(line) <= 60, line)
  })

  it('escapes texts of others for what it is', () => {
    const hostile = '<b> `x` *y*\n\u001b[31m\u202e'
    const documentOf = (text: string, name: string): Specification =>
      exampleSpecification([{ name, features: [{ name, behaviours: [exampleBehaviour(text, ['a'])] }] }], {
        writer: hostile,
        repository: { url: hostile, ref: hostile, commit: hostile },
      })
    const [one, other] = [documentOf(hostile, 'One'), documentOf(`${hostile}2`, hostile)]
    for (const format of ['text', 'markdown'] as const) {
      const text = reportOf(one, other, format).replaceAll('\n', '')
      assert.doesNotMatch(text, /[\p{Cc}\u202e]/u)
      assert.match(text, format === 'text' ? /said before: <b> `x` \*y\*\\n/ : /said before: \\<b\\> \\`x\\` \\\*y\\\*\\\\n/)
    }
  })
})
