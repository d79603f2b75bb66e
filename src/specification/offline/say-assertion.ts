/** A short assertion in words, where it can be understood by itself: of a call with literals, not of local names. */
import { oneLine } from '../one-line.ts'

const LONGEST = 90

/** What is compared, and how, of the commonest ways to write it. */
const FORMS: readonly [RegExp, (left: string, right: string) => string][] = [
  [/^expect\((.+)\)\.(?:toBe|toEqual|toStrictEqual|toMatchInlineSnapshot)\((.+)\)$/, (left, right) => `${left} is ${right}`],
  [/^expect\((.+)\)\.(?:to|to\.be)\.(?:eq|eql|equal|equals)\((.+)\)$/, (left, right) => `${left} is ${right}`],
  [/^expect\((?:\(\) =>\s*)?(.+)\)\.(?:toThrow|toThrowError)\(\)$/, (left) => `${left} throws`],
  [/^(?:assert|t)\.(?:equal|strictEqual|deepEqual|deepStrictEqual|is|same)\((.+), ([^,()]+)\)$/, (left, right) => `${left} is ${right}`],
  [/^(?:assert|require)\.(?:Equal|Exactly|EqualValues)\(t, ([^,()]+), (.+)\)$/, (left, right) => `${right} is ${left}`],
  [/^assert (.+\)) == ([^=]+)$/, (left, right) => `${left} is ${right}`],
  [/^assert (.+) == (.+\))$/, (left, right) => `${right} is ${left}`],
  [/^self\.assertEqual\((.+), ([^,()]+)\)$/, (left, right) => `${left} is ${right}`],
  // Go's condition is that of a failure.
  [/^(\w[\w.]*\(.+\)) != (.+)$/, (left, right) => `${left} is ${right}`],
]

/** A call whose arguments are all literals says what it is about; one of a local variable or without any doesn't. */
const LITERAL = /"[^"]*"|'[^']*'|[\d.]+|true|false|null|None|True|False|nil/.source
const CALL_OF_LITERALS = new RegExp(`^[\\w.$]+\\(\\s*(?:${LITERAL})(?:\\s*,\\s*(?:${LITERAL}))*\\s*\\)(?:\\.\\w+(?:\\(\\))?)*$`)
const standsAlone = (text: string): boolean => CALL_OF_LITERALS.test(text)

const isLiteral = (text: string): boolean => /^(?:["'`\d[({-]|b["']|(?:true|false|null|undefined|none|nil)$)/i.test(text)

/** A call with a value; of what throws the value is missing. */
const saysEnough = (left: string, right: string): boolean =>
  right === '' ? standsAlone(left) : (standsAlone(left) && isLiteral(right)) || (standsAlone(right) && isLiteral(left))

const sayOne = (assertion: string): string | null => {
  const text = oneLine(assertion)
  if (text.length > LONGEST) return null
  for (const [form, say] of FORMS) {
    const [match, left = '', right = ''] = form.exec(text) ?? []
    if (match !== undefined) return saysEnough(left, right) ? say(left, right) : null
  }
  return null
}

/** The first assertion that can be said, or null. */
export const sayAssertion = (assertions: readonly string[]): string | null => {
  for (const assertion of assertions) {
    const said = sayOne(assertion)
    if (said !== null) return said
  }
  return null
}
