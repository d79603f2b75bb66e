/** Calls: of functions of the repository, of host values, of classes, and of what isn't known. */
import type { CallExpression, Expression, FunctionFacts } from '../facts/program.ts'
import { type Ended, isThrown, returnedValue, withoutThrows } from './completion.ts'
import { asParameters, evaluateArguments, evaluateKeywords, spreadArguments } from './call-arguments.ts'
import { callOnEach } from './call-on-each.ts'
import { runBody } from './deferred-calls.ts'
import type { Evaluator } from './evaluator.ts'
import type { Frame } from './frame.ts'
import { generatorManager } from './generator-managers.ts'
import { readMember } from './members.ts'
import { callSuper, construct, constructorOf, instantiate } from './instances.ts'
import { bindParameters, type CallArguments } from './parameters.ts'
import { bindPattern } from './patterns.ts'
import { Scope } from './scope.ts'
import { cannotDeclare, isLibrary } from './programs-under-test.ts'
import { despiteThrowing } from './uncaught-throw.ts'
import {
  type ClosureValue,
  either,
  type HostValue,
  type Invocation,
  isUnknown,
  list,
  MISSING,
  UNKNOWN,
  unknown,
  unlessUndefined,
  type Value,
} from './value.ts'

const isSuper = ({ semantics }: Evaluator, expression: Expression): boolean =>
  expression.kind === 'name' && expression.name === 'super' && !semantics.explicitReceiver

/** What a call needs, as it is where the call stands: what is called, on what, and what it is given. */
interface ReadyCall {
  readonly callee: Value
  readonly receiver: Value
  /** What stands between the parentheses, each by itself; what is spread as a whole. */
  readonly given: Value[]
}

/** Evaluates what a call needs; null for one that isn't made, `missing?.()`. */
export const readCall = (evaluator: Evaluator, call: CallExpression, scope: Scope): ReadyCall | null => {
  evaluator.step()
  let receiver: Value = undefined
  let callee: Value
  if (call.callee.kind === 'member' && typeof call.callee.property === 'string') {
    receiver = evaluator.evaluate(call.callee.object, scope)
    if (!call.callee.optional) receiver = unlessUndefined(receiver)
    else if (evaluator.semantics.isNullish(receiver)) return null
    callee = readMember(evaluator, receiver, call.callee.property)
    if (isSuper(evaluator, call.callee.object)) {
      receiver = scope.thisValue
      if (typeof callee === 'object' && callee?.kind === 'closure') callee = { ...callee, receiver }
    }
  } else callee = evaluator.evaluate(call.callee, scope)
  if (!call.optional) callee = unlessUndefined(callee)
  else if (evaluator.semantics.isNullish(callee)) return null
  return { callee, receiver, given: evaluateArguments(evaluator, call.arguments, scope) }
}

export const makeCall = (evaluator: Evaluator, call: CallExpression, ready: ReadyCall, scope: Scope, forEffect: boolean): Value => {
  const { callee, receiver } = ready
  const { values, placed, open } = spreadArguments(evaluator, call.arguments, ready.given)
  const { keywords, open: openKeywords } = evaluateKeywords(evaluator, call, scope)
  if (forEffect && cannotDeclare(evaluator, callee, values)) return UNKNOWN
  const invocation: Invocation = {
    evaluator,
    site: call,
    arguments: asParameters(callee, values, placed),
    expressions: call.arguments,
    keywords,
    open: open || openKeywords,
    receiver,
    forEffect,
    module: scope.module,
    scope,
  }
  const onEach = callOnEach(evaluator, receiver, invocation)
  if (onEach) return onEach.result
  if (isSuper(evaluator, call.callee)) return callSuper(evaluator, scope, invocation)
  const constructor = call.new ? constructorOf(evaluator, callee) : null
  if (constructor) return construct(evaluator, constructor, invocation)
  if (leadsIntoLibrary(evaluator, callee, invocation))
    return withCallsToCome(evaluator, invocation, () => callFunction(evaluator, callee, invocation))
  return callValue(evaluator, callee, invocation)
}

export const evaluateCall = (evaluator: Evaluator, call: CallExpression, scope: Scope, forEffect = false): Value => {
  const ready = readCall(evaluator, call, scope)
  return ready ? makeCall(evaluator, call, ready, scope, forEffect) : undefined
}

export const evaluateForEffect = (evaluator: Evaluator, expression: Expression, scope: Scope): void => {
  if (expression.kind === 'call') evaluator.deeper(() => evaluateCall(evaluator, expression, scope, true), UNKNOWN)
  else evaluator.evaluate(expression, scope)
}

const MAXIMUM_RECURSION = 24
/** Where it isn't known whether a function goes on to call itself, each level would be tried both ways. */
const MAXIMUM_UNCERTAIN_RECURSION = 4

const TOO_MUCH = Symbol('too much')

export const callFunction = (evaluator: Evaluator, closure: ClosureValue, given: CallArguments): Value => {
  if (!isLibrary(evaluator, closure.module)) return enterFunction(evaluator, closure, given)
  const result = evaluator.inLibrary<Value | typeof TOO_MUCH>(() => enterFunction(evaluator, closure, given), TOO_MUCH)
  if (result !== TOO_MUCH) return result
  if (evaluator.collector && closure.module.facts?.vocabulary) evaluator.cutLibraries.add(closure.module)
  return UNKNOWN
}

/** `server.listen(0, () => { test(…) })`: what a program is given it may call when it has been left, by ways that aren't followed. */
const withCallsToCome = (evaluator: Evaluator, invocation: Invocation, call: () => Value): Value => {
  const given = declaringArguments(invocation)
  if (given.length === 0) return call()
  const outer = evaluator.uncalled
  const uncalled = new Set(given.map(({ facts }) => facts))
  evaluator.uncalled = uncalled
  try {
    const result = call()
    const left = given.filter(({ facts }) => uncalled.has(facts))
    mayCall(evaluator, left, invocation)
    return result
  } finally {
    evaluator.uncalled = outer
  }
}

/** Whether a call for its effect leads into a program, which may keep what it is given. */
const leadsIntoLibrary = (evaluator: Evaluator, callee: Value, { forEffect }: Invocation): callee is ClosureValue =>
  forEffect === true && typeof callee === 'object' && callee?.kind === 'closure' && isLibrary(evaluator, callee.module)

/** What a generator gives, at once, where its language follows that. What stands for a manager may be entered by ways that aren't followed. */
const generate = (evaluator: Evaluator, closure: ClosureValue, scope: Scope, site: CallExpression | null): Value => {
  const isManager = evaluator.semantics.makesManager?.(closure) === true
  const manager = isManager && site?.managed ? generatorManager(evaluator, closure.facts.body, scope) : undefined
  return manager ?? (isManager ? evaluator.maybe(() => generateAll(evaluator, closure, scope)) : generateAll(evaluator, closure, scope))
}

const generateAll = (evaluator: Evaluator, closure: ClosureValue, scope: Scope): Value => {
  const outer = evaluator.generated
  const generated = list([], { birth: evaluator.uncertainty })
  generated.generator = closure.facts.name
  evaluator.generated = generated
  try {
    const completion = evaluator.run(closure.facts.body, scope)
    // It may have ended earlier.
    if (completion && !completion.certain) generated.open = true
    return evaluator.semantics.followsGenerator?.(closure) ? generated : UNKNOWN
  } finally {
    evaluator.generated = outer
  }
}

/** What a function throws ends what called it too. */
const passThrows = (evaluator: Evaluator, completion: Ended, { async }: FunctionFacts): void => {
  if (isThrown(completion)) {
    // What an asynchronous function throws ends nobody but who waits for it.
    if (evaluator.catching === null && evaluator.uncertainty === 0 && async !== true) evaluator.uncaught++
    evaluator.raise(completion.endings[0]?.value)
  }
  if (withoutThrows(completion) === completion) return
  evaluator.doubts++
  evaluator.possibleThrows++
}

const mostEntered = ({ uncertainty, isInLibrary, semantics }: Evaluator): number => {
  if (uncertainty === 0) return MAXIMUM_RECURSION
  return (isInLibrary ? semantics.libraryAllowance?.recursion : undefined) ?? MAXIMUM_UNCERTAIN_RECURSION
}

const enterFunction = (evaluator: Evaluator, closure: ClosureValue, given: CallArguments): Value => {
  evaluator.step()
  const { facts } = closure
  evaluator.uncalled?.delete(facts)
  let entered = 0
  for (const frame of evaluator.frames) if (frame.node === facts || frame.node === given.site) entered++
  if (entered > mostEntered(evaluator)) return UNKNOWN
  const scope = new Scope(closure.scope, closure.module, true)
  const receiver = closure.receiver ?? given.receiver
  if (!facts.arrow) {
    scope.receiver = { value: receiver }
    scope.given = given
  }
  const receives = evaluator.semantics.explicitReceiver && closure.receiver !== undefined && !facts.static
  return evaluator.deeper(
    () =>
      evaluator.within(
        { kind: 'call', node: given.site ?? facts, module: given.module, line: given.site?.line ?? facts.line, scope: given.scope },
        () => {
          bindParameters(evaluator, closure, receives ? { ...given, arguments: [receiver, ...given.arguments] } : given, scope)
          if (facts.receiver && receiver !== undefined) bindPattern(evaluator, facts.receiver.pattern, receiver, scope, 'declare')
          if (facts.generator) return generate(evaluator, closure, scope, given.site)
          const completion = runBody(evaluator, facts, scope)
          if (completion) passThrows(evaluator, completion, facts)
          const result = returnedValue(completion)
          return evaluator.semantics.returned ? evaluator.semantics.returned(result, closure, evaluator) : result
        },
      ),
    UNKNOWN,
  )
}

/** Functions given to what isn't known may be called by it, any number of times where it looks like a loop. */
const LOOPING = new Set(['forEach', 'map', 'flatMap', 'each', 'every', 'some', 'filter', 'reduce'])

const callUnknown = (evaluator: Evaluator, path: string | undefined, invocation: Invocation): Value => {
  evaluator.doubts++
  const result = path === undefined || path.length > 200 ? UNKNOWN : unknown(`${path}()`)
  if (!evaluator.semantics.ignoresCallbacks) mayCall(evaluator, declaringArguments(invocation), invocation)
  return result
}

export const declaringArguments = (invocation: Invocation): ClosureValue[] =>
  invocation.arguments.filter(
    (argument): argument is ClosureValue =>
      typeof argument === 'object' && argument?.kind === 'closure' && argument.module.facts?.vocabulary === true,
  )

const mayCall = (evaluator: Evaluator, closures: readonly ClosureValue[], invocation: Invocation): void => {
  const { callee } = invocation.site
  const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''
  for (const closure of closures) {
    const enter = (): Value => evaluator.callClosure(closure, [], { open: true, invocation })
    if (LOOPING.has(method)) evaluator.within(loopFrame(invocation), () => evaluator.inUnknownLoop(enter))
    else evaluator.maybe(enter)
  }
}

export const loopFrame = (invocation: Invocation): Frame => ({
  kind: 'loop',
  node: invocation.site,
  module: invocation.module,
  line: invocation.site.line,
})

const callHost = (evaluator: Evaluator, callee: HostValue, invocation: Invocation): Value => {
  if (!callee.call) return callUnknown(evaluator, callee.name, invocation)
  const result = callee.call(invocation)
  if (isUnknown(result)) evaluator.doubts++
  return result
}

export const callValue = (evaluator: Evaluator, callee: Value, invocation: Invocation): Value => {
  const special = evaluator.semantics.call ? evaluator.semantics.call(callee, invocation) : MISSING
  if (special !== MISSING) return special
  if (typeof callee !== 'object' || callee === null) return callUnknown(evaluator, undefined, invocation)
  switch (callee.kind) {
    case 'closure':
      return evaluator.collector
        ? despiteThrowing(evaluator, invocation, () => callFunction(evaluator, callee, invocation))
        : callFunction(evaluator, callee, invocation)
    case 'host':
      return callHost(evaluator, callee, invocation)
    case 'class':
      return instantiate(evaluator, callee, invocation)
    case 'module': {
      const value = evaluator.semantics.moduleValue?.(callee.module, evaluator)
      return value === undefined ? callUnknown(evaluator, callee.module.path, invocation) : callValue(evaluator, value, invocation)
    }
    case 'either':
      return callEither(evaluator, callee.options, invocation)
    case 'unknown':
      return callUnknown(evaluator, callee.path, invocation)
    default:
      return callUnknown(evaluator, undefined, invocation)
  }
}

/**
 * `(cond ? it : it.skip)(…)` declares one test, not two: of several host values the first is called, under a condition.
 * Functions of the repository are each entered, since each may declare others.
 */
const callEither = (evaluator: Evaluator, options: Value[], invocation: Invocation): Value => {
  const callable = options.filter((option) => typeof option === 'object' && option !== null && option.kind !== 'unknown')
  const hosts = callable.filter((option): option is HostValue => typeof option === 'object' && option?.kind === 'host')
  const [first] = hosts.toSorted((a, b) => rankOf(a) - rankOf(b))
  return evaluator.maybe(() => {
    if (first) return callHost(evaluator, first, invocation)
    if (callable.length === 0) return callUnknown(evaluator, undefined, invocation)
    const callEach = (): Value => either(...callable.map((option) => callValue(evaluator, option, invocation)))
    const mayKeep = callable.some((option) => leadsIntoLibrary(evaluator, option, invocation))
    return mayKeep ? withCallsToCome(evaluator, invocation, callEach) : callEach()
  })
}

/** Among alternatives the one with the fewest marks stands for all: `it` before `it.skip`. */
const rankOf = (value: HostValue): number => (value.call ? value.name.split('.').length : Number.POSITIVE_INFINITY)
