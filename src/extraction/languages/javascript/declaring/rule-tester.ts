/**
 * ESLint's RuleTester and those made like it: `new RuleTester(…).run(name, rule, { valid, invalid })` declares a test a
 * case by the `describe` and `it` that are global, or that were set on the class.
 */
import { atItem, GAP, partsOf } from '../../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { readMember } from '../../../evaluation/members.ts'
import { host, type HostValue, type Invocation, MISSING, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import type { Expression } from '../../../facts/program.ts'
import { procedure } from './procedure.ts'

/** How the class prints a case's title: control characters other than line feeds are shown. */
const sanitize = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what is looked for.
  text.replaceAll(/[\u0000-\u0009\u000b-\u001a]/g, (character) => String.raw`\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`)

const titleOf = (evaluator: Evaluator, item: Value): Value => {
  if (typeof item === 'string') return sanitize(item)
  const name = readMember(evaluator, item, 'name')
  const code = typeof name === 'string' && name !== '' ? name : readMember(evaluator, item, 'code')
  return typeof code === 'string' ? sanitize(code) : UNKNOWN
}

const declaring = (evaluator: Evaluator, invocation: Invocation, receiver: Value, name: string): Value => {
  const set = readMember(evaluator, receiver, name)
  return typeof set === 'object' && (set?.kind === 'host' || set?.kind === 'closure')
    ? set
    : evaluator.resolver.global(name, invocation.module)
}

const TITLE: Expression = { kind: 'name', name: 'code' }

const run = (invocation: Invocation, settings: Value): Value => {
  const { evaluator } = invocation
  const [name, , tests] = invocation.arguments
  const describe = declaring(evaluator, invocation, settings, 'describe')
  const it = declaring(evaluator, invocation, settings, 'it')
  const site = { ...invocation.site, arguments: [TITLE], text: 'code' }
  const call = (callee: Value, args: Value[]): Value => evaluator.call(callee, { ...invocation, site, arguments: args, expressions: [] })
  const body = (declare: () => void): Value => procedure('body', declare)
  const declareCases = (kind: 'valid' | 'invalid'): void => {
    const cases = evaluator.semantics.iterate(readMember(evaluator, tests, kind), 'values', evaluator)
    if (cases && cases.items.length === 0 && !cases.open) return
    const declareEach = (): void => {
      for (const { item, doubt } of cases ? partsOf(cases) : [GAP]) {
        const isOnly = readMember(evaluator, item, 'only') === true
        const only = isOnly ? readMember(evaluator, it, 'only') : it
        const title = typeof item === 'object' && item?.kind === 'unknown' ? UNKNOWN : titleOf(evaluator, item)
        atItem(evaluator, doubt, () => call(only, [title, body(() => {})]))
      }
    }
    call(describe, [kind, body(declareEach)])
  }
  call(describe, [name, body(() => ['valid' as const, 'invalid' as const].forEach(declareCases))])
  return undefined
}

const createRuleTester = (name: string): HostValue => {
  const settings = object([], { open: true })
  const instanceMember = (property: string): Value | typeof MISSING =>
    property === 'run' ? host('run', { call: (invocation) => run(invocation, settings) }) : MISSING
  return host(name, {
    call: () => ({ ...object([], { open: true }), prototype: CLASSES.get(name) ?? UNKNOWN }),
    instanceMember,
    member: (property) => {
      if (property === 'only')
        return host('only', {
          call: ({ arguments: [item] }) =>
            typeof item === 'string'
              ? object([
                  ['code', item],
                  ['only', true],
                ])
              : item,
        })
      return settings.entries.has(property) ? settings.entries.get(property) : UNKNOWN
    },
  })
}

const CLASSES = new Map(['RuleTester', 'FlatRuleTester'].map((name) => [name, createRuleTester(name)]))

const MODULES =
  /^(?:eslint(?:\/.*)?|@typescript-eslint\/(?:rule-tester|utils|experimental-utils)(?:\/.*)?|oxlint(?:\/.*)?|@babel\/eslint-tester)$/

/** Enumerations whose members are called what they are. */
const NODE_TYPES = host('AST_NODE_TYPES', { member: (name) => name })

const NAMESPACE: HostValue = host('eslint', {
  member: (name) => {
    if (name === 'TSESLint' || name === 'TSESTree' || name === 'default') return NAMESPACE
    if (name === 'AST_NODE_TYPES' || name === 'AST_TOKEN_TYPES') return NODE_TYPES
    return CLASSES.get(name) ?? (name === 'NoTypesRuleTester' ? (CLASSES.get('RuleTester') ?? MISSING) : MISSING)
  },
})

export const ruleTesterModule = (source: string): HostValue | undefined => (MODULES.test(source) ? NAMESPACE : undefined)
