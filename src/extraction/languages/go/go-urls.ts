/** `net/url`: queries, and what is written otherwise in them and in paths. */
import { list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { convert } from './go-conversion.ts'
import { type Call, failure, functions, ofText } from './go-library-texts.ts'
import { escapePath, escapeQuery, unescaped } from './go-url-escapes.ts'
import { addText, valuesType } from './go-url-values.ts'
import { isMap, textOf } from './go-values.ts'

const cut = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const withError = (value: Value, error: Value): Value => list([value, error], { type: 'tuple' })

/** `url.ParseQuery(text)`: what is right of it, and whether all was. */
const parseQuery: Call = ({ evaluator, arguments: [value] }) => {
  const text = textOf(value)
  const found = convert(evaluator, valuesType(), list([]))
  if (text === undefined || !isMap(found)) return UNKNOWN
  let isRight = true
  for (const part of text.split('&')) {
    evaluator.step()
    if (part === '') continue
    const [key, content] = cut(part, '=').map((one) => (part.includes(';') ? null : unescaped(one, true)))
    if (key === null || content === null) isRight = false
    else if (key === undefined || content === undefined) return UNKNOWN
    else addText(found, key, content, evaluator)
  }
  return withError(found, isRight ? null : failure())
}

const unescape =
  (isQuery: boolean): Call =>
  ({ arguments: [value] }) => {
    const text = textOf(value)
    const found = text === undefined ? undefined : unescaped(text, isQuery)
    return found === undefined ? UNKNOWN : withError(found ?? '', found === null ? failure() : null)
  }

/** What the package has. */
export const urls = (): Map<string, Value> =>
  functions({
    ParseQuery: parseQuery,
    QueryUnescape: unescape(true),
    PathUnescape: unescape(false),
    QueryEscape: ofText((text = '') => escapeQuery(text)),
    PathEscape: ofText((text = '') => escapePath(text)),
  }).set('Values', valuesType())
