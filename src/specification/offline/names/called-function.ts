/** Tests that are called after the function that they call: `test_super_len_with_tell` with `super_len(foo) == 5`. */
import type { Clause } from '../grammar/clause.ts'
import { readClause } from '../grammar/read-clause.ts'
import { verbReading } from '../words/inflect.ts'
import { splitIdentifier } from '../words/split-identifier.ts'
import { wordsToTokens } from '../words/tokens.ts'

const CALLED = /(?<![\w$])[\p{L}_$][\w$]*(?=\()/gu

/** The function that most of a name's first words are; of one word it may as well be a verb of everybody's. */
const functionOf = (words: readonly string[], assertions: readonly string[]): { name: string; length: number } | null => {
  let found: { name: string; length: number } | null = null
  for (const [name] of assertions.flatMap((assertion) => [...assertion.matchAll(CALLED)])) {
    const own = splitIdentifier(name)
    if (own.length > Math.max(found?.length ?? 0, 1) && own.every((word, at) => word.toLowerCase() === words[at]?.toLowerCase()))
      found = { name: `${name}()`, length: own.length }
  }
  return found
}

/** `loads dotenv`, but not `is debugging`, of which nobody knows what is. */
const isCommand = (clause: Clause): boolean => clause.kind === 'statement' && !clause.hasSubject && !/^(?:is|has|can) /.test(clause.text)

/**
 * Says it of the function by its name in code, which is no verb. Null where a name is called after none, and where it is
 * that of a function alone and reads as what this does.
 */
export const readCalled = (words: readonly string[], assertions: readonly string[], read: Clause): Clause | null => {
  const called = functionOf(words, assertions)
  if (called === null || (called.length === words.length && isCommand(read))) return null
  const rest = words.slice(called.length)
  // What follows the name is no command: `should_bypass_proxies_win_registry`.
  const topic: Clause = { kind: 'topic', text: rest.join(' ') }
  const said = rest.length > 0 && verbReading(rest[0] ?? '')?.form === 'base' ? topic : readClause(wordsToTokens(rest))
  switch (said.kind) {
    case 'statement':
      return said.hasSubject ? null : { kind: 'statement', text: `${called.name} ${said.text}`, hasSubject: true }
    case 'condition':
      return { kind: 'topic', text: `${called.name} ${said.text}` }
    case 'topic':
      return { kind: 'topic', text: `${called.name}: ${said.text}` }
    case 'vague':
    case 'foreign':
      return { kind: 'topic', text: called.name }
  }
}
