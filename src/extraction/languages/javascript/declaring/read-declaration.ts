/** Which argument of a declaring call is what: frameworks take titles, options and bodies in various orders. */
import type { Title } from '../../../declaration/declaration-collector.ts'
import type { Invocation, ObjectValue, Value } from '../../../evaluation/value.ts'
import { isPlaceDependent } from '../../text/repository-place.ts'
import { functionName } from '../function-name.ts'
import type { DeclarerBehaviour } from './declarer.ts'

export interface ReadDeclaration {
  title: Title
  /** Undefined: there is none. A value that isn't known may well be a body. */
  body: Value
  options: ObjectValue | null
}

const canBeBody = (value: Value): boolean => typeof value === 'object' && value !== null && BODIES.has(value.kind)

const BODIES = new Set(['closure', 'unknown', 'either', 'host', 'module'])

/** The text of a title: strings and numbers as they are, functions and classes by their name; null where only a run tells it. */
export const titleText = (value: Value, nameless = ''): string | null => {
  if (typeof value === 'string') return isPlaceDependent(value) ? null : value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null) return null
  if (value.kind === 'host') return value.name
  if (value.kind === 'closure' || value.kind === 'class') return functionName(value) || nameless
  return null
}

/** The first argument as written, without a template's quotes. */
export const titleSource = ({ site }: Invocation): string => {
  const [first] = site.arguments
  if (first?.kind === 'literal') return String(first.value)
  if (first?.kind === 'template') return first.text
  return (site.text ?? '').replaceAll(/\s+/g, ' ').trim()
}

export const readDeclaration = (invocation: Invocation, behaviour: DeclarerBehaviour): ReadDeclaration => {
  const { title, body, options } = readArguments(invocation, behaviour)
  return { title: behaviour.title?.(title, body, options) ?? title, body, options }
}

const readArguments = (invocation: Invocation, behaviour: DeclarerBehaviour): ReadDeclaration => {
  const args = invocation.arguments
  const [first] = args
  const isAnonymous = typeof first === 'object' && first?.kind === 'closure' && !args.slice(1).some(canBeBody)
  // Where a declaration needs no title, options may come first.
  if (behaviour.nameless !== undefined && (args.length === 0 || (typeof first === 'object' && first?.kind === 'object'))) {
    const body = args.find((value) => typeof value === 'object' && value?.kind === 'closure')
    const name = titleText(body, behaviour.nameless) ?? behaviour.nameless
    return { title: { text: name, source: name }, body, options: typeof first === 'object' && first?.kind === 'object' ? first : null }
  }
  const text = behaviour.printsNothing && (first === undefined || first === null) ? String(first) : titleText(first, behaviour.nameless)
  const title: Title = { text, source: isAnonymous && text ? text : titleSource(invocation) || text || behaviour.nameless || '' }
  const rest = isAnonymous ? args : args.slice(1)
  const body = rest.findLast((value) => typeof value === 'object' && value?.kind === 'closure') ?? rest.find(canBeBody)
  // Whenever the framework runs it: what else may have called it, needn't have.
  if (typeof body === 'object' && body?.kind === 'closure') invocation.evaluator.uncalled?.delete(body.facts)
  const options = rest.find((value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object') ?? null
  return { title, body, options }
}
