/**
 * The rule tester of `eslint-vitest-rule-tester`, which declares a Vitest test a case of an ESLint rule: `run({ name, rule,
 * valid, invalid })`, `runClassic(name, rule, { valid, invalid })` and `createRuleTester({ name, rule }).run({ valid, invalid })`.
 * https://github.com/antfu/eslint-vitest-rule-tester
 */
import { atItem, GAP, partsOf } from '../../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { readMember } from '../../../evaluation/members.ts'
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { host, type HostValue, type Invocation, isUndecided, MISSING, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import type { Expression } from '../../../facts/program.ts'
import { unindent } from '../template-tags.ts'
import { procedure } from './procedure.ts'

/** What a case is called; undefined where that isn't known. */
const descriptionOf = (evaluator: Evaluator, item: Value): string | undefined => {
  if (typeof item === 'string') return item
  const description = readMember(evaluator, item, 'description')
  if (isUndecided(description)) return undefined
  const text = description === undefined || description === null || description === '' ? readMember(evaluator, item, 'code') : description
  return typeof text === 'string' ? text : undefined
}

const templateOf = (text: string): Expression => ({ kind: 'template', parts: [text], text })

const run = (invocation: Invocation, name: Value, cases: Value): Value => {
  const { evaluator } = invocation
  const vitest = evaluator.resolver.resolve('vitest', invocation.module)
  if (vitest instanceof ModuleInstance) return UNKNOWN
  const it = readMember(evaluator, vitest, 'it')
  const describe = readMember(evaluator, vitest, 'describe')
  const declare = (callee: Value, title: Value, source: Expression, inside: () => void): Value =>
    evaluator.call(callee, {
      ...invocation,
      site: { ...invocation.site, arguments: [source] },
      arguments: [title, procedure('body', inside)],
      expressions: [],
    })
  /** `it` as the case's `only` and `skip` have it, of which the latter wins. */
  const declarerOf = (item: Value): Value => {
    if (typeof item === 'string') return it
    const skip = readMember(evaluator, item, 'skip')
    if (isUndecided(skip) && !isUndecided(item))
      return evaluator.call(readMember(evaluator, it, 'skipIf'), { ...invocation, arguments: [UNKNOWN], expressions: [] })
    if (skip === true) return readMember(evaluator, it, 'skip')
    return readMember(evaluator, item, 'only') === true ? readMember(evaluator, it, 'only') : it
  }
  const declareCases = (kind: 'valid' | 'invalid', label: string): void => {
    const given = readMember(evaluator, cases, kind)
    if (given === undefined || given === null) return
    const found = evaluator.semantics.iterate(given, 'values', evaluator)
    if (found && found.items.length === 0 && !found.open) return
    declare(describe, kind, templateOf(kind), () => {
      const placed = found?.items.length ?? 0
      for (const [index, part] of (found ? partsOf(found) : [GAP]).entries()) {
        const { item, doubt } = part
        const description = part === GAP ? undefined : descriptionOf(evaluator, item)
        const isPlaced = index < placed
        const title = `${label} #${isPlaced ? index : '${index}'}: ${description ?? '${code}'}`
        const named = isPlaced && description !== undefined ? title : UNKNOWN
        atItem(evaluator, doubt, () => declare(part === GAP ? it : declarerOf(item), named, templateOf(title), () => {}))
      }
    })
  }
  const title = name === undefined || name === null || name === '' ? 'rule-to-test' : name
  declare(describe, title, templateOf('${name}'), () => {
    declareCases('valid', 'Valid')
    declareCases('invalid', 'Invalid')
  })
  return undefined
}

const nameIn = (evaluator: Evaluator, options: Value): Value => (options === undefined ? undefined : readMember(evaluator, options, 'name'))

const createRuleTester = host('createRuleTester', {
  call: ({ evaluator, arguments: [options] }) =>
    object([['run', host('run', { call: (invocation) => run(invocation, nameIn(evaluator, options), invocation.arguments[0]) })]], {
      open: true,
    }),
})

const MEMBERS = new Map<string, Value>([
  [
    'run',
    host('run', { call: (invocation) => run(invocation, nameIn(invocation.evaluator, invocation.arguments[0]), invocation.arguments[0]) }),
  ],
  [
    'runClassic',
    host('runClassic', {
      call: (invocation) => {
        const [name, , cases, options] = invocation.arguments
        return run(invocation, nameIn(invocation.evaluator, options) ?? name, cases)
      },
    }),
  ],
  ['createRuleTester', createRuleTester],
  ['unindent', unindent],
  ['$', unindent],
])

const NAMESPACE: HostValue = host('eslint-vitest-rule-tester', { member: (name) => (MEMBERS.has(name) ? MEMBERS.get(name) : MISSING) })

export const vitestRuleTesterModule = (source: string): HostValue | undefined =>
  source === 'eslint-vitest-rule-tester' ? NAMESPACE : undefined
