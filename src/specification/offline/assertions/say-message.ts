/** What the message of an assertion says that should be so: of others nobody knows whether they tell what is wanted or what went wrong. */
import { oneLine } from '../../one-line.ts'
import type { Clause } from '../grammar/clause.ts'
import { readClause } from '../grammar/read-clause.ts'
import { tokensOf } from '../words/tokens.ts'
import { splitCall, splitCode } from './split-code.ts'

const CALL = /^(?:(?:t\.)?(?:assert|require|t)\.(\w+)|self\.assert(\w+)|(ok|equal|strictEqual|deepEqual|deepStrictEqual))$/
/** Look at one thing; all others at two. */
const OF_ONE = /^(?:ok|(?:is)?(?:true|false|none|nil|empty)|not(?:nil|empty|ok)|noerror|(?:not)?panics)$/i
/** Have texts of errors in the place of a message. */
const OF_ERRORS = /throw|reject|raise|warn|error(?:contains|is|as)|equalerror|match|regex/i

const QUOTED = /^(["'`])((?:(?!\1)[^\\]){8,120})\1$/
const IS_WANTED = /\b(?:should|must)\b/i
/** Holds what is filled in, or tells of the test itself. */
const NOT_PLAIN = /%[a-z+#]|\$\{|\{\w*\}|\b(?:tests?|expect\w*|got)\b/i

/** What stands behind all that an assertion looks at. */
const lastOf = (assertion: string): string | undefined => {
  if (assertion.startsWith('assert ')) return splitCode(assertion.slice('assert '.length), ',')[1]
  const call = splitCall(assertion.replace(/;$/, ''))
  const name = CALL.exec(call?.callee ?? '')
    ?.slice(1)
    .find((part) => part !== undefined)
  if (call === null || name === undefined || call.rest !== '' || OF_ERRORS.test(name)) return undefined
  const all = splitCode(call.inside, ',')
  const given = all[0] === 't' ? all.slice(1) : all
  return given.length === (OF_ONE.test(name) ? 2 : 3) ? given.at(-1) : undefined
}

/** The first one, as a clause with its verb, or null. */
export const readMessage = (assertions: readonly string[]): Extract<Clause, { kind: 'statement' }> | null => {
  for (const assertion of assertions) {
    const message = oneLine(QUOTED.exec(lastOf(assertion) ?? '')?.[2] ?? '')
    if (!IS_WANTED.test(message) || NOT_PLAIN.test(message)) continue
    const said = readClause(tokensOf(message.replace(/[.!]$/, '')))
    // Of what something is so, a message by itself does not say.
    if (said.kind === 'statement' && (said.hasSubject || !/^(?:is|are|has|have|can) /.test(said.text))) return said
  }
  return null
}
