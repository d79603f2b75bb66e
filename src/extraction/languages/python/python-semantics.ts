/** Python as the evaluator needs to know it. */
import type { Expression } from '../../facts/program.ts'
import { callFunction } from '../../evaluation/calls.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Semantics } from '../../evaluation/semantics.ts'
import { valueOf } from '../../evaluation/scope.ts'
import {
  type ClassValue,
  type Invocation,
  isUnknown,
  list,
  type MissingMember,
  MISSING,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { finishAbslTables } from './library/absl-parameterized.ts'
import { finishEnumeration } from './library/enum.ts'
import { isGoneModule } from './library/index.ts'
import { finishParameterized } from './library/parameterized.ts'
import { absolutePath } from '../text/repository-place.ts'
import { isPath, pathMember } from './library/pathlib.ts'
import { expressionMember } from './library/re.ts'
import { rememberModule } from './library/sys.ts'
import { assignStatus } from './library/unittest.ts'
import { finishByMetaclass } from './python-metaclasses.ts'
import { nameMethod } from './unittest-cases.ts'
import { moduleName } from './module-names.ts'
import { pythonGlobal } from './python-builtins.ts'
import { isPythonHostData, native } from './python-calls.ts'
import { findMember, linearize } from './python-classes.ts'
import { assignInClass, namesOfInstance, namespaceMember } from './python-namespaces.ts'
import { classAttribute } from './class-attributes.ts'
import { dictionaryMember } from './python-dictionary-methods.ts'
import { construct, constructorFields, fieldsOf } from './python-fields.ts'
import { formatValue } from './python-formatting.ts'
import { iterate, nextItem } from './python-iteration.ts'
import { isIterator } from './python-iterators.ts'
import { listMember } from './python-list-methods.ts'
import { augment } from './python-augmentation.ts'
import { binary, unary } from './python-operators.ts'
import { environmentVariable, inclination } from './python-platform.ts'
import { bytesDecode } from './bytes-decode.ts'
import { printed, represented } from './python-printing.ts'
import { attrsConstructor, namedTupleMember } from './python-records.ts'
import { elementOf, sliceOf } from './python-slices.ts'
import { stringMember } from './python-string-methods.ts'
import { truthiness } from './python-truthiness.ts'

const memberOf = (target: Value, property: string): Value | MissingMember => {
  if (typeof target === 'string') return stringMember(target, property)
  if (typeof target !== 'object' || target === null) return MISSING
  switch (target.kind) {
    case 'list':
      if (isIterator(target))
        return property === '__next__' ? native(property, (_args, invocation) => nextItem([target], invocation)) : MISSING
      return listMember(target, property)
    case 'regex':
      return expressionMember(target, property)
    case 'typed':
      if (target.type !== 'bytes') return MISSING
      return property === 'decode' ? bytesDecode(String(target.value)) : property === 'hex' ? hexadecimal(String(target.value)) : MISSING
    case 'object':
      if (target.prototype === undefined) return dictionaryMember(target, property)
      if (property === '__class__') return target.prototype
      if (property === '__dict__') return namesOfInstance(target)
      if (property === '__attrs_init__') return attrsConstructor(target)
      return namedTupleMember(target, property)
    case 'closure':
      // `@name.setter`: the property stays what it is.
      if (target.facts.accessor === 'get' && (property === 'setter' || property === 'deleter')) return native(property, () => target)
      if (property === '__qualname__' && target.scope !== target.module.scope) return UNKNOWN
      return property === '__name__' || property === '__qualname__' ? target.facts.name || '<lambda>' : MISSING
    case 'class':
      return classAttribute(target, property)
    default:
      return MISSING
  }
}

const hexadecimal = (bytes: string): Value =>
  native('hex', (given) => (given.length === 0 ? Buffer.from(bytes, 'latin1').toString('hex') : UNKNOWN))

/** A submodule is a member of its package once something imported it. */
const submodule = (module: ModuleInstance, name: string, evaluator: Parameters<Semantics['moduleMember']>[2]): Value | MissingMember => {
  if (!module.path.endsWith('__init__.py')) return MISSING
  const found = evaluator.resolver.resolve(`.${name}`, module)
  if (found === undefined) return MISSING
  return typeof found === 'object' && found !== null && 'scope' in found && 'wildcards' in found ? { kind: 'module', module: found } : found
}

const isContextManager = (decorator: Expression): boolean => {
  const name = decorator.kind === 'member' ? decorator.property : decorator.kind === 'name' ? decorator.name : ''
  return name === 'contextmanager' || name === 'asynccontextmanager'
}

export const pythonSemantics: Semantics = {
  hoistsFunctions: false,
  blockScoped: false,
  unorderedTopLevel: false,
  explicitReceiver: true,
  restType: 'tuple',
  defaultsAtDefinition: true,
  iteratorsShrink: true,
  ignoresCallbacks: true,
  libraryAllowance: { call: 8_000, file: 40_000 },
  knownMeansDone: true,
  librariesByPlace: 'alone',
  setUpReachesOthers: true,

  // What other decorators make of a generator (a context manager, a coroutine) is not the generator.
  followsGenerator: ({ facts }) =>
    !facts.async && facts.decorators.every((one) => one.kind === 'name' && /^(?:static|class)method$/.test(one.name)),
  makesManager: ({ facts }) => facts.decorators.some(isContextManager),
  cannotImport: isGoneModule,
  prepareModule: (module, evaluator) => {
    rememberModule(module, evaluator)
    module.scope.declare('__name__', moduleName(module), 0)
    module.scope.declare('__file__', absolutePath(module.path), 0)
    if (module.path.endsWith('__init__.py'))
      module.scope.declare('__path__', list([absolutePath(module.path.replace(/\/?__init__\.py$/, ''))]), 0)
  },
  moduleMember: (module, name, evaluator) => {
    const binding = module.scope.names.get(name)
    // `from package import part` in the package itself: while the name is looked for it leads to the submodule.
    const part = binding && binding.foundAt === undefined ? MISSING : submodule(module, name, evaluator)
    if (part !== MISSING) return part
    return binding ? valueOf(binding, UNKNOWN) : namespaceMember(module, name, evaluator)
  },
  assignMember: (target, property, value, evaluator) =>
    assignInClass(target, property, value, evaluator) || assignStatus(target, property, value, evaluator),
  finishInstance: nameMethod,
  finishClass: (type, evaluator) => {
    for (const [name, member] of type.members)
      if (typeof member === 'object' && member?.kind === 'closure' && member.ofClass && !member.receiver)
        type.members.set(name, { ...member, receiver: type })
    finishEnumeration(type)
    finishParameterized(type)
    finishAbslTables(type, evaluator)
    finishByMetaclass(type, evaluator)
  },
  truthiness,
  inclination,
  isNullish: (value) => (value === null ? true : value === undefined || isUnknown(value) ? undefined : false),
  augment,
  unary,
  binary,
  format: (value, format, conversion, evaluator) => {
    const shown =
      conversion === '!r' || conversion === '!a' ? represented(value, evaluator) : conversion === '!s' ? printed(value, evaluator) : value
    return shown === undefined ? undefined : formatValue(shown, format?.slice(1) ?? '', evaluator)
  },
  member: memberOf,
  assumedMember: (path, name) => (path === 'os.environ' && name === 'get' ? { value: native('get', environmentVariable) } : undefined),
  instanceMember: (target, property) => (isPath(target) ? pathMember(target, property) : MISSING),
  index: elementOf,
  slice: sliceOf,
  iterate: (value, _binds, evaluator) => iterate(value, evaluator),
  global: pythonGlobal,
  call: (callee, invocation) => {
    if (typeof callee !== 'object' || callee?.kind !== 'class') return MISSING
    if (callee.members.has('%enum')) return memberByValue(callee, invocation.arguments[0])
    const fields = constructorFields(callee)
    if (fields) return construct(callee, fields, invocation)
    const made = madeByTuple(callee, invocation)
    if (made !== undefined) return made
    // What an unknown base makes of its arguments: by keyword at least, its attributes are called so nearly always.
    if (
      linearize(callee).some((one) => one.kind === 'unknown' || (one.kind === 'host' && !isPythonHostData(one.data))) &&
      !callee.members.has('__init__')
    )
      return construct(
        callee,
        { kind: 'record', fields: [...invocation.keywords.keys()].map((name) => ({ name, parameter: name })) },
        { ...invocation, arguments: [], open: true },
      )
    return MISSING
  },
}

/** What a named tuple's subclass makes in a `__new__` of its own. */
const madeByTuple = (type: ClassValue, invocation: Invocation): Value => {
  if (fieldsOf(type)?.kind !== 'tuple') return undefined
  const create = findMember(type, '__new__')?.value
  if (typeof create !== 'object' || create?.kind !== 'closure') return undefined
  return (
    callFunction(invocation.evaluator, create, { ...invocation, arguments: [type, ...invocation.arguments], receiver: undefined }) ??
    UNKNOWN
  )
}

/** `Color(1)`: the member of that value. */
const memberByValue = (type: ClassValue, value: Value): Value => {
  for (const member of type.members.values())
    if (typeof member === 'object' && member?.kind === 'object' && member.type === 'enum member' && member.entries.get('value') === value)
      return member
  return UNKNOWN
}
