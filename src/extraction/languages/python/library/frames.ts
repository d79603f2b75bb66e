/** Frames of calls, as far as they tell into which module's names something is put: `inspect.stack()`, `sys._getframe(1)`. */
import { type HostData, hostDataOf } from '../../../evaluation/host-data.ts'
import type { ModuleInstance } from '../../../evaluation/module-instance.ts'
import type { Scope } from '../../../evaluation/scope.ts'
import { host, type Invocation, list, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { apply, type Native, type PythonHostData } from '../python-calls.ts'
import { namedTuple } from './collections.ts'

interface FrameData extends HostData, PythonHostData {
  readonly kind: 'frame'
  /** Whose text it runs. */
  readonly module: ModuleInstance
}

/**
 * Whose text is run by each frame, the innermost first. Ends where a module's top level is: a run has frames around it, but
 * not those that evaluation has, which comes to a module when something of it is asked for. Loops are no frames.
 */
const modulesOf = ({ evaluator, module, scope }: Invocation): ModuleInstance[] => {
  const modules: ModuleInstance[] = []
  let around: Scope | undefined
  const enter = (text: ModuleInstance, names: Scope | undefined): void => {
    modules.push(text)
    // The body of a class has a frame of its own.
    for (around = names; around?.owner.isClassBody; around = around.owner.parent ?? undefined) modules.push(text)
  }
  enter(module, scope)
  for (const frame of evaluator.frames.toReversed()) {
    if (around === undefined || around.owner === around.module.scope) break
    if (frame.kind === 'call') enter(frame.module, frame.scope)
  }
  return modules
}

const frameOf = ([module, ...around]: readonly ModuleInstance[]): Value =>
  module === undefined
    ? UNKNOWN
    : host('frame', {
        data: { kind: 'frame', module, python: 'object', name: 'frame', isTrue: true } satisfies FrameData,
        member: (name) => {
          if (name === 'f_globals') return { kind: 'module', module }
          return name === 'f_back' ? frameOf(around) : UNKNOWN
        },
      })

/** `inspect.currentframe()`. */
export const currentFrame: Native = (_args, invocation) => frameOf(modulesOf(invocation))

/** `sys._getframe(depth)`. */
export const callingFrame: Native = ([depth = 0], invocation) =>
  typeof depth === 'number' ? frameOf(modulesOf(invocation).slice(depth)) : UNKNOWN

/** `inspect.stack()`. */
export const stack: Native = (_args, invocation) => {
  const modules = modulesOf(invocation)
  const information = apply(namedTuple, ['FrameInfo', 'frame filename lineno function code_context index'], invocation)
  const unknown = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]
  return list(
    modules.map((_module, depth) => apply(information, [frameOf(modules.slice(depth)), ...unknown], invocation)),
    { open: true },
  )
}

/** `inspect.getmodule(…)`, of what tells its module. */
export const moduleOf: Native = ([value]) => {
  if (typeof value !== 'object' || value === null) return UNKNOWN
  if (value.kind === 'module') return value
  const module = value.kind === 'class' || value.kind === 'closure' ? value.module : hostDataOf<FrameData>(value, 'frame')?.module
  return module === undefined ? UNKNOWN : { kind: 'module', module }
}
