/** `jest.mock('./x', …)`, `vi.mock('./x', …)` and their like: what a test file has instead of modules that it imports. */
import { basename, dirname, join } from 'node:path/posix'
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import type { Expression } from '../../../facts/program.ts'
import { readMember } from '../../../evaluation/members.ts'
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { mockedName, type ModuleMock } from '../../../evaluation/module-mocks.ts'
import { namespaceOf } from '../../../evaluation/modules.ts'
import { either, host, type HostValue, type Invocation, isUndecided, list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { callback } from '../callback.ts'
import { VITEST_OBJECTS } from '../vitest-objects.ts'
import { REPOSITORY_ROOT } from '../node-library.ts'
import { truthiness } from '../truthiness.ts'
import { inert } from './inert-values.ts'

/** What is imported of what stands for a module: one by its name, or all. */
interface Importing {
  member(whole: Value, name: string, evaluator: Evaluator): Value
  namespace(whole: Value, evaluator: Evaluator): Value
  /** What calls that come first are made on, by its name. */
  readonly objects?: ReadonlySet<string>
}

const isEsModule = (whole: Value, evaluator: Evaluator): boolean | undefined =>
  typeof whole === 'object' && whole !== null && truthiness(readMember(evaluator, whole, '__esModule'))

/** Jest's files are CommonJS modules: what is none of an ES module's is the default as a whole. */
export const asCommonJs: Importing = {
  member: (whole, name, evaluator) => {
    if (name !== 'default' || isUndecided(whole)) return readMember(evaluator, whole, name)
    const isModule = isEsModule(whole, evaluator)
    return isModule === undefined ? UNKNOWN : isModule ? readMember(evaluator, whole, name) : whole
  },
  namespace: (whole, evaluator) =>
    typeof whole === 'object' && whole?.kind === 'object' && isEsModule(whole, evaluator) === false
      ? { ...whole, entries: new Map([['default', whole], ...whole.entries]) }
      : whole,
}

/** Vitest doesn't go on where it is asked for what there is not. */
export const asModule: Importing = {
  member: (whole, name, evaluator) => readMember(evaluator, whole, name) ?? UNKNOWN,
  namespace: (whole) => whole,
  objects: VITEST_OBJECTS,
}

const DEEPEST_MOCK = 5

/** What is made of a module's exports where nothing is said of them: lists are empty, and functions give nothing. */
const emptied = (value: Value, depth = 0): Value => {
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST_MOCK || isUndecided(value)) return UNKNOWN
  if (value.kind === 'list') return value.type === 'list' ? list([]) : UNKNOWN
  if (value.kind === 'object')
    return value.type !== undefined || value.prototype !== undefined
      ? UNKNOWN
      : object(
          [...value.entries].map(([key, entry]) => [key, emptied(entry, depth + 1)]),
          { open: value.open },
        )
  return inert('mock')
}

const emptiedModule = (evaluator: Evaluator, source: string, from: ModuleInstance, isSpy: boolean): ModuleMock => {
  const member = (name: string): Value => {
    const own = readMember(evaluator, namespaceOf(evaluator, source, from), name)
    return isSpy ? own : emptied(own)
  }
  const whole = (): Value => host(`mock of ${source}`, { member })
  return { whole, namespace: whole, member, runsActual: true }
}

/** The file that stands for a module where no function tells what does. */
const inMocksFolder = (evaluator: Evaluator, source: string, from: ModuleInstance): ModuleInstance | null => {
  const target = evaluator.resolver.resolve(source, from)
  const path = target instanceof ModuleInstance ? target.path.replace(/\.\w+$/, '') : source.replace(/^node:/, '')
  if (path.startsWith('.')) return null
  const folder = target instanceof ModuleInstance ? dirname(path) : ''
  const name = target instanceof ModuleInstance ? basename(path) : path
  const found = evaluator.resolver.resolve(`${REPOSITORY_ROOT}/${join(folder, '__mocks__', name)}`, from)
  return found instanceof ModuleInstance ? found : null
}

interface Mocking {
  source: string
  invocation: Invocation
  importing: Importing
  /** Whether it only may be called. */
  isDoubtful: boolean
}

const fromFolder = ({ source, invocation: { evaluator, module } }: Mocking): ModuleMock => {
  const file = inMocksFolder(evaluator, source, module)
  if (!file) return emptiedModule(evaluator, source, module, false)
  const whole: Value = { kind: 'module', module: file }
  return {
    whole: () => whole,
    namespace: () => ({ ...whole, isNamespace: true }),
    member: (name) => readMember(evaluator, whole, name),
    runsActual: false,
  }
}

/** What the function gives; where that isn't told, it may be what the module itself gives. */
const fromFactory = ({ source, invocation, importing }: Mocking, factory: Value): ModuleMock => {
  const { evaluator, module } = invocation
  const actual = (): Value => namespaceOf(evaluator, source, module)
  const isOutside = !(evaluator.resolver.resolve(source, module) instanceof ModuleInstance)
  /** What isn't known of it is what it has of a package itself: `{ ...jest.requireActual('fs'), … }`. */
  const rest = (name: string): Value => {
    const whole = actual()
    // Those that are known are none of ES modules.
    if (name === '__esModule' && typeof whole === 'object' && whole?.kind === 'host') return false
    const own = readMember(evaluator, whole, name)
    return isOutside ? own : either(own, UNKNOWN)
  }
  const make = (): Value => {
    const given = callback(invocation, factory, [host('importOriginal', { call: actual })])
    if (isUndecided(given)) return either(actual(), UNKNOWN)
    if (typeof given !== 'object' || given?.kind !== 'object' || given.open !== true) return given ?? UNKNOWN
    return host(`mock of ${source}`, { member: (name) => (given.entries.has(name) ? readMember(evaluator, given, name) : rest(name)) })
  }
  let made: Value | null = null
  const whole = (): Value => {
    if (made === null) {
      made = UNKNOWN
      made = make()
    }
    return made
  }
  return {
    whole,
    namespace: () => importing.namespace(whole(), evaluator),
    member: (name) => importing.member(whole(), name, evaluator),
    runsActual: false,
  }
}

const onlyMaybe = (mock: ModuleMock, { evaluator, module }: Invocation, source: string): ModuleMock => {
  const actual = (): Value => namespaceOf(evaluator, source, module)
  return {
    whole: () => either(mock.whole(), actual()),
    namespace: () => either(mock.namespace(), actual()),
    member: (name) => either(mock.member(name), readMember(evaluator, actual(), name)),
    runsActual: true,
  }
}

const mockFor = (mocking: Mocking): ModuleMock => {
  const { invocation, source } = mocking
  const { evaluator, module, arguments: [, given] } = invocation // prettier-ignore
  const isOptions = typeof given === 'object' && given?.kind === 'object'
  const mock =
    given === undefined
      ? fromFolder(mocking)
      : isOptions
        ? emptiedModule(evaluator, source, module, truthiness(readMember(evaluator, given, 'spy')) === true)
        : fromFactory(mocking, given)
  return mocking.isDoubtful ? onlyMaybe(mock, invocation, source) : mock
}

const changing = (name: string, importing: Importing, change: (mocking: Mocking, path: string) => void): HostValue =>
  host(name, {
    call: (invocation) => {
      const [source] = invocation.arguments
      const { evaluator, module } = invocation
      const isDoubtful = evaluator.uncertainty > 0
      if (typeof source === 'string')
        module.mocks?.changeLater(() => change({ source, invocation, importing, isDoubtful }, mockedName(evaluator, source, module)))
      return invocation.receiver
    },
  })

const comesFirst = ({ site }: Invocation, { objects }: Importing): boolean => {
  let at: Expression = site
  while (at.kind === 'call' || at.kind === 'member') at = at.kind === 'call' ? at.callee : at.object
  return objects === undefined || (at.kind === 'name' && objects.has(at.name))
}

/** The functions for it. Those that are called before all else count for import statements, too. */
export const mockFunctions = (importing: Importing): Readonly<Record<string, HostValue>> => {
  const putting = (name: string, isFirst: boolean): HostValue =>
    changing(name, importing, (mocking, path) => {
      const mock = mockFor(mocking)
      const { mocks } = mocking.invocation.module
      if (isFirst && comesFirst(mocking.invocation, importing)) mocks?.imported.set(path, mock)
      mocks?.required.set(path, mock)
    })
  const removing = (name: string, isFirst: boolean): HostValue =>
    changing(name, importing, ({ invocation }, path) => {
      const { mocks } = invocation.module
      if (isFirst && comesFirst(invocation, importing)) mocks?.imported.delete(path)
      mocks?.required.delete(path)
    })
  return {
    mock: putting('mock', true),
    unmock: removing('unmock', true),
    doMock: putting('doMock', false),
    doUnmock: removing('doUnmock', false),
    dontMock: removing('dontMock', false),
    unstable_mockModule: putting('unstable_mockModule', false),
  }
}
