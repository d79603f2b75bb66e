/** Whether running a function skips the test, by its own body or by functions of the repository that it calls. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { moduleExport } from '../../evaluation/modules.ts'
import { gaps, valueOf } from '../../evaluation/scope.ts'
import { type ClassValue, type ClosureValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { FileFacts, FunctionFacts, Statement } from '../../facts/program.ts'
import { type BodyOutcome, bodyOutcome } from './body-outcome.ts'
import { type CalledNames, calledNames, howCalled } from './called-names.ts'
import { isDoubtful, memberOf, methodResolutionOrder } from './python-classes.ts'
import { blocksOf, outcomeAt } from './test-body.ts'

/** How far calls lead from a test. */
const DEEPEST = 4

interface Callee {
  readonly callee: ClosureValue
  /** What its receiver is an instance of. */
  readonly type: ClassValue | null
  readonly isDoubtful: boolean
}

const namesOutcomeIn = (statements: readonly Statement[], depth: number): boolean =>
  statements.some(
    (statement, at) =>
      outcomeAt(statements, at) !== null || (depth < 50 && blocksOf(statement).some((block) => namesOutcomeIn(block, depth + 1))),
  )

const namingOutcome = new WeakMap<FunctionFacts, boolean>()

/** Most functions name no outcome at all: nothing of them is evaluated. */
const namesOutcome = (facts: FunctionFacts): boolean => {
  const known = namingOutcome.get(facts) ?? namesOutcomeIn(facts.body, 0)
  namingOutcome.set(facts, known)
  return known
}

const callsOfWhole = new WeakMap<FunctionFacts, CalledNames>()

/** Of bodies that are cut down these are kept beside what is left. */
const callsOf = (facts: FunctionFacts): CalledNames => {
  if (facts.calls || facts.mayCall) return { always: facts.calls ?? [], maybe: facts.mayCall ?? [] }
  const known = callsOfWhole.get(facts) ?? calledNames(facts)
  callsOfWhole.set(facts, known)
  return known
}

const closuresIn = (value: Value): ClosureValue[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value.kind === 'closure') return [value]
  return value.kind === 'either' ? value.options.flatMap(closuresIn) : []
}

const asCallees = (value: Value, type: ClassValue | null, isDoubtful: boolean): Callee[] => {
  const found = closuresIn(value)
  const isCertain = !isDoubtful && typeof value === 'object' && value?.kind === 'closure'
  return found.map((callee) => ({ callee, type, isDoubtful: !isCertain }))
}

const memberAs = (type: ClassValue, name: string, receiver: ClassValue): Callee[] => {
  const member = memberOf(type, name)
  return typeof member === 'symbol' ? [] : asCallees(member, receiver, isDoubtful(type, name, 0))
}

/** What `super().name` means in a method of a class or of one of its bases; `base`: what `super(Base, self)` is told. */
const inherited = (name: string, base: string, { callee, type }: Callee, evaluator: Evaluator): Callee[] => {
  const order = type ? methodResolutionOrder(type) : []
  const told = base === '' ? undefined : valueNamed(base, callee, evaluator)
  const own = order.findIndex((one) =>
    base === '' ? [...one.members.values()].some((value) => closuresIn(value).some(({ facts }) => facts === callee.facts)) : one === told,
  )
  const next = own < 0 ? undefined : order.slice(own + 1).find(({ members }) => members.has(name))
  return next ? asCallees(next.members.get(name), type, false) : []
}

/** By its place, for what isn't loaded yet: a program under test isn't for this. */
const OF_TESTS = /test/i

const imports = new WeakMap<FileFacts, boolean>()

/** Whether functions of a file may end a test: it imports what is for tests. */
const isOfTests = ({ facts }: ModuleInstance): boolean => {
  if (!facts) return false
  const known = imports.get(facts) ?? facts.body.some((one) => one.kind === 'import' && OF_TESTS.test(one.source))
  imports.set(facts, known)
  return known
}

/** A name of a module that functions call; what is imported from a program under test isn't loaded for it. */
const valueNamed = (name: string, { scope, module }: ClosureValue, evaluator: Evaluator): Value => {
  const binding = scope.find(name)
  if (!binding) return undefined
  if (binding.pending && binding.source !== undefined) {
    const target = evaluator.resolver.resolve(binding.source, module)
    if (!(target instanceof ModuleInstance) || !OF_TESTS.test(target.path)) return undefined
  }
  return valueOf(binding, UNKNOWN)
}

const memberOfModule = (root: ModuleInstance, path: readonly string[], evaluator: Evaluator): Value => {
  let module = root
  for (const [at, name] of path.entries()) {
    const isLast = at === path.length - 1
    if (isLast ? !isOfTests(module) : !OF_TESTS.test(module.path)) return undefined
    const value = moduleExport(evaluator, module, name)
    if (isLast) return value
    if (typeof value !== 'object' || value?.kind !== 'module') return undefined
    module = value.module
  }
  return undefined
}

/** Calling a coroutine or a generator runs nothing of it. */
const runs = ({ async: isAsync, generator, decorators }: FunctionFacts, how: 'await' | 'with' | null): boolean =>
  generator ? how === 'with' && !isAsync && decorators.length > 0 : !isAsync || how === 'await'

const calleesNamed = (name: string, from: Callee, evaluator: Evaluator): Callee[] => {
  const [root = '', ...rest] = name.split('.')
  const [member] = rest
  const base = /^super\((\w*)\)$/.exec(root)?.[1]
  if (base !== undefined) return member === undefined ? [] : inherited(member, base, from, evaluator)
  if (root === 'self' || root === 'cls') return member === undefined || !from.type ? [] : memberAs(from.type, member, from.type)
  const value = valueNamed(root, from.callee, evaluator)
  if (typeof value !== 'object' || value === null || member === undefined) return asCallees(value, null, false)
  if (value.kind === 'class') return rest.length > 1 ? [] : memberAs(value, member, from.type ?? value)
  return value.kind === 'module' ? asCallees(memberOfModule(value.module, rest, evaluator), null, false) : []
}

const perhaps = ({ kind, reason }: BodyOutcome): BodyOutcome => ({ kind, isConditional: true, ...(reason === undefined ? {} : { reason }) })

/** By the class of the receiver, then by how far from the test. */
type Found = Map<ClassValue | null, (BodyOutcome | null)[]>

const outcomes = new WeakMap<ClosureValue, Found>()

const outcomeOf = (from: Callee, evaluator: Evaluator, depth: number): BodyOutcome | undefined => {
  const { callee, type } = from
  if (depth > 0 && !isOfTests(callee.module)) return undefined
  const found: Found = outcomes.get(callee) ?? new Map()
  const known = found.get(type)?.[depth]
  if (known !== undefined) return known ?? undefined
  const before = gaps.count
  const own = namesOutcome(callee.facts) ? bodyOutcome(callee, evaluator) : undefined
  const outcome = own && !own.isConditional ? own : (outcomeOfCalls(from, evaluator, depth, own) ?? own)
  if (gaps.count === before) {
    const byDepth = found.get(type) ?? []
    byDepth[depth] = outcome ?? null
    outcomes.set(callee, found.set(type, byDepth))
  }
  return outcome
}

/** A call that skips for certain, or the first that may where the body itself says nothing. */
const outcomeOfCalls = (from: Callee, evaluator: Evaluator, depth: number, own: BodyOutcome | undefined): BodyOutcome | undefined => {
  if (depth >= DEEPEST) return undefined
  const { always, maybe } = callsOf(from.callee.facts)
  let noted = own
  for (const [names, isCertain] of [
    [always, true],
    [maybe, false],
  ] as const)
    for (const kept of names) {
      const { name, how } = howCalled(kept)
      for (const one of calleesNamed(name, from, evaluator)) {
        // A table's rows, as a rule.
        if (one.callee === from.callee || (one.callee.facts.generator && one.callee.facts.decorators.length === 0)) continue
        const found = outcomeOf(one, evaluator, depth + 1)
        if (found && isCertain && !one.isDoubtful && !found.isConditional && runs(one.callee.facts, how)) return found
        if (found) noted ??= perhaps(found)
      }
    }
  return noted
}

/** `type`: the class whose method it is called as. What a function may do, or does where it isn't certain that it is called, is conditional. */
export const functionOutcome = (callee: ClosureValue, type: ClassValue | null, evaluator: Evaluator): BodyOutcome | undefined =>
  outcomeOf({ callee, type, isDoubtful: false }, evaluator, 0)
