import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../testing/link-texts.ts'

const ONE = (needed: string): string =>
  `import { ${needed} } from './other'\nconst second = (a, b) => b\nexport const one = second(${needed}, 'one')`

describe('a value that is asked for while it is being found', () => {
  it('is no lasting answer for the values that asked', () => {
    const text = "import { one } from './one'\nimport { pair } from './other'\nit(one, f)\nfor (const each of pair) it(each, f)"
    const others = { 'one.ts': ONE('pair'), 'other.ts': "import { one } from './one'\nexport const pair = [one, 'two']" }
    assert.deepEqual(testsIn(text, others), ['one', 'each = one | two'])
  })

  it('is none for what a class has either', () => {
    const text = "import { one } from './one'\nimport { Pair } from './other'\nit(one, f)\nfor (const each of Pair.both) it(each, f)"
    const others = { 'one.ts': ONE('Pair'), 'other.ts': "import { one } from './one'\nexport class Pair { static both = [one, 'two'] }" }
    assert.deepEqual(testsIn(text, others), ['one', 'each = one | two'])
  })
})
