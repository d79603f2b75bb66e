/** What functions have: how they are called otherwise, and what the instances of plain ones have in common. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { bound } from '../../evaluation/members.ts'
import { isMethod } from './methods.ts'
import type { CallExpression } from '../../facts/program.ts'
import {
  type ClosureValue,
  host,
  type Invocation,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'

/** A function as it is called on a value: the method of that value where it is one that values have by themselves. */
const calledOn = (target: Value, receiver: Value, evaluator: Evaluator): Value => {
  if (typeof target !== 'object' || target?.kind !== 'host' || !isMethod(target)) return target
  const own = evaluator.semantics.member(receiver, target.name, evaluator)
  return own === MISSING ? UNKNOWN : own
}

export const functionMember = (target: Value, name: string, property: string): Value | MissingMember => {
  switch (property) {
    case 'name':
      return name
    case 'length': {
      const parameters = typeof target === 'object' && target?.kind === 'closure' ? target.facts.parameters : null
      const end = parameters?.findIndex((one) => one.default !== null || one.rest) ?? -1
      return parameters ? (end < 0 ? parameters.length : end) : MISSING
    }
    case 'call':
      return host('call', {
        call: (invocation) =>
          invocation.evaluator.call(calledOn(target, invocation.arguments[0], invocation.evaluator), {
            ...invocation,
            receiver: invocation.arguments[0],
            arguments: invocation.arguments.slice(1),
            expressions: invocation.expressions.slice(1),
            site: siteOf(invocation, invocation.site.arguments.slice(1)),
          }),
      })
    case 'apply':
      return host('apply', {
        call: (invocation) => applied(target, invocation),
      })
    case 'bind':
      return host('bind', {
        call: ({ arguments: [receiver, ...bound] }) =>
          host('bound', {
            call: (inner) =>
              inner.evaluator.call(calledOn(target, receiver, inner.evaluator), {
                ...inner,
                receiver,
                arguments: [...bound, ...inner.arguments],
                expressions: [],
              }),
          }),
      })
    default:
      return MISSING
  }
}

/** Calls a function with the arguments that a list holds: `f.apply(receiver, list)`, `Reflect.apply(f, receiver, list)`. */
export const applied = (target: Value, invocation: Invocation, skipped = 0): Value => {
  const { evaluator, site } = invocation
  const [receiver, given] = invocation.arguments.slice(skipped)
  const known = evaluator.semantics.iterate(given, 'values', evaluator)
  const written = site.arguments[skipped + 1]
  return evaluator.call(calledOn(target, receiver, evaluator), {
    ...invocation,
    receiver,
    arguments: known?.items ?? [],
    open: known?.open !== false,
    expressions: [],
    site: siteOf(invocation, written?.kind === 'array' ? written.items.filter((item) => item !== null) : []),
  })
}

const sites = new WeakMap<CallExpression, CallExpression>()

/** The same call with the arguments that reach the function; one and the same each time, as what is declared in loops goes by it. */
const siteOf = ({ site }: Invocation, args: CallExpression['arguments']): CallExpression => {
  const known = sites.get(site)
  if (known) return known
  const { text: _text, ...rest } = site
  const [first] = args
  // Of what else is written there nothing is known.
  const inner = { ...rest, arguments: args, ...(first?.kind === 'name' ? { text: first.name } : {}) }
  sites.set(site, inner)
  return inner
}

/** What instances of a plain function share, made when it is first asked for. What it inherits may be set up by what isn't known. */
export const prototypeOf = ({ attributes }: ClosureValue): Value => {
  const known = attributes.get('prototype')
  if (known !== undefined) return known
  const prototype = object([], { open: true })
  attributes.set('prototype', prototype)
  return prototype
}

const LONGEST_CHAIN = 20

/** A member by the objects that an object was made from. */
export const inheritedMember = (evaluator: Evaluator, target: ObjectValue, name: string): Value | MissingMember => {
  let from = target.prototype
  for (let depth = 0; depth < LONGEST_CHAIN && typeof from === 'object' && from?.kind === 'object'; depth++, from = from.prototype)
    if (from.entries.has(name)) return bound(evaluator, from.entries.get(name), target)
  return MISSING
}
