/** Regular expressions as values: what can be asked of them, and what they find. */
import { gaps } from '../../evaluation/scope.ts'
import { type Invocation, list, type MissingMember, MISSING, object, type RegexValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { compileExpression, safeExpression } from '../../safe-expressions.ts'
import { method } from './methods.ts'

/** `/source/flags` */
const partsOf = ({ text }: RegexValue): [source: string, flags: string] => {
  const end = text.lastIndexOf('/')
  return [text.slice(1, end), text.slice(end + 1)]
}

/** The expression, ready to be run over a text; null where that could take long. */
export const expressionOf = (regex: RegexValue, text: string): RegExp | null => safeExpression(...partsOf(regex), text)

/** Where a search with it begins: at the start, or where the last one ended. Null where that isn't known. */
const startOf = ({ next }: RegexValue, { global, sticky }: RegExp): number | null =>
  (global || sticky) && next?.file === gaps.file ? next.at : 0

/** Searches as `exec` does, which remembers where it ended. Undefined where that can't be told. */
const searchOn = (regex: RegexValue, { arguments: [given], evaluator }: Invocation): RegExpExecArray | null | undefined => {
  const expression = typeof given === 'string' ? expressionOf(regex, given) : null
  const at = expression && startOf(regex, expression)
  if (!expression || at === null || typeof given !== 'string') return undefined
  expression.lastIndex = at
  const found = expression.exec(given)
  if (expression.global || expression.sticky)
    regex.next = { file: gaps.file, at: evaluator.uncertainty > (regex.birth ?? 0) ? null : expression.lastIndex }
  return found
}

export const regexMember = (regex: RegexValue, property: string): Value | MissingMember => {
  const compiledOne = compileExpression(...partsOf(regex))
  switch (property) {
    case 'source':
    case 'flags':
    case 'global':
    case 'ignoreCase':
    case 'multiline':
      return compiledOne?.[property] ?? UNKNOWN
    case 'lastIndex':
      return (compiledOne && startOf(regex, compiledOne)) ?? UNKNOWN
    case 'toString':
      return method('toString', () => regex.text)
    case 'test':
      return method('test', (invocation) => {
        const found = searchOn(regex, invocation)
        return found === undefined ? UNKNOWN : found !== null
      })
    case 'exec':
      return method('exec', (invocation) => {
        const found = searchOn(regex, invocation)
        return found === undefined ? UNKNOWN : matchValue(found)
      })
    default:
      return MISSING
  }
}

/** The named groups of what was found. */
export const groupsValue = (groups: Readonly<Record<string, string | undefined>> | undefined): Value =>
  groups && object(Object.entries(groups))

/** What was found, with its place and its named groups where one search is told of. */
export const matchValue = (found: RegExpMatchArray | null): Value =>
  found === null
    ? null
    : {
        ...list([...found]),
        ...(found.index === undefined
          ? {}
          : {
              named: new Map<string, Value>([
                ['index', found.index],
                ['input', found.input],
                ['groups', groupsValue(found.groups)],
              ]),
            }),
      }
