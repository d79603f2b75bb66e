/** Modules as programs start them (everything runs, in order) and as others import them (a name is found when asked for). */
import type { Expression, Pattern, Statement } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import { ModuleInstance } from './module-instance.ts'
import { mockOf } from './module-mocks.ts'
import { declareDefinition, declarePatternPending } from './pending-declarations.ts'
import { declaredNames } from './patterns.ts'
import { callsOwnFunction } from './own-set-up.ts'
import { gaps, meetUnread, type Scope, valueOf } from './scope.ts'
import { declareClass, declareFunction } from './definitions.ts'
import { either, MISSING, UNKNOWN, type Value, unknown } from './value.ts'

const memberOf = (evaluator: Evaluator, target: ModuleInstance | Value, name: string): Value => {
  if (target instanceof ModuleInstance) return moduleExport(evaluator, target, name)
  if (typeof target === 'object' && target?.kind === 'host') {
    const member = target.member?.(name, evaluator) ?? MISSING
    return member === MISSING ? unknown(`${target.name}.${name}`) : member
  }
  return UNKNOWN
}

/** What requiring `source` gives, where the file hasn't put something else in its place. */
export const requiredModule = (evaluator: Evaluator, source: string, from: ModuleInstance): Value =>
  mockOf(evaluator, source, from, 'required')?.whole() ?? namespaceOf(evaluator, source, from)

/** What an import or require of `source` gives as a whole. */
export const namespaceOf = (evaluator: Evaluator, source: string, from: ModuleInstance): Value => {
  const target = evaluator.resolver.resolve(source, from)
  if (target instanceof ModuleInstance) return { kind: 'module', module: target }
  return target === undefined ? { kind: 'unknown', path: source, isPackage: true } : target
}

/** The same for `* as name`. */
const importedNamespace = (evaluator: Evaluator, source: string, from: ModuleInstance): Value => {
  const whole = namespaceOf(evaluator, source, from)
  return typeof whole === 'object' && whole?.kind === 'module' ? { ...whole, isNamespace: true } : whole
}

/** What is copied of a value: of a module all that it exports. */
export const contentsOf = (evaluator: Evaluator, value: Value): Value =>
  typeof value === 'object' && value?.kind === 'module'
    ? evaluator.deeper(() => evaluator.semantics.moduleContents?.(value, evaluator) ?? value, UNKNOWN)
    : value

/** What a module of which nothing is known gives under a name. */
export const outsideMember = (evaluator: Evaluator, source: string, name: string): Value =>
  evaluator.resolver.outside?.(source, name, evaluator) ?? unknown(`${source}.${name}`)

/** Declares an import's names in a scope; each is looked up when it is first asked for. */
const declareImports = (evaluator: Evaluator, scope: Scope, statement: Statement & { kind: 'import' }): void => {
  const { source } = statement
  const { module } = scope
  for (const { imported, local } of statement.names) {
    if (local === '*') {
      module.wildcards.push(source)
      if (evaluator.uncertainty > 0) module.wildcardBirths.set(source, evaluator.uncertainty)
      if (evaluator.catching !== null) module.caughtWildcards.add(source)
      continue
    }
    const find = (): Value => {
      const mock = mockOf(evaluator, source, module, 'imported')
      if (mock) return imported === '*' ? mock.namespace() : mock.member(imported)
      if (imported === '*') return (statement.required ? namespaceOf : importedNamespace)(evaluator, source, module)
      const target = evaluator.resolver.resolve(source, module)
      return target === undefined ? outsideMember(evaluator, source, imported) : memberOf(evaluator, target, imported)
    }
    const former = evaluator.semantics.blockScoped ? undefined : scope.names.get(local)
    // `plum = None`, then `import plum` where it isn't known whether that is come to: the name is either's.
    if (former && former.source === undefined && former.birth < evaluator.uncertainty)
      scope.declarePending(local, () => either(find(), valueOf(former, UNKNOWN)), { birth: former.birth })
    else scope.declarePending(local, find, { source, birth: evaluator.uncertainty })
  }
}

/**
 * Declares an import's names where it stands, as Python does. Those at the top of the file are there already: then only names
 * that something else was called by in between.
 */
export const redeclareImports = (evaluator: Evaluator, scope: Scope, statement: Statement & { kind: 'import' }): void => {
  const isNew = ({ local }: { local: string }): boolean =>
    local === '*' ? !scope.module.wildcards.includes(statement.source) : scope.names.get(local)?.source === undefined
  const names = scope === scope.module.scope ? statement.names.filter(isNew) : statement.names
  if (names.length > 0) declareImports(evaluator, scope, { ...statement, names })
}

const declareExports = (evaluator: Evaluator, module: ModuleInstance, statement: Statement & { kind: 'export' }): void => {
  const { source } = statement
  for (const { local, exported } of statement.names)
    module.exports.set(exported, () => {
      if (source === null) return evaluator.evaluate({ kind: 'name', name: local }, module.scope)
      if (local === '*') return importedNamespace(evaluator, source, module)
      const target = evaluator.resolver.resolve(source, module)
      return target === undefined ? outsideMember(evaluator, source, local) : memberOf(evaluator, target, local)
    })
}

const declareDefault = (evaluator: Evaluator, module: ModuleInstance, statement: Statement & { kind: 'exportDefault' }): void => {
  const evaluate = (): Value => evaluator.evaluate(statement.value, module.scope)
  const binding = {
    value: undefined as Value,
    birth: 0,
    pending: module.isEntry ? evaluate : () => evaluator.apart(module, evaluate, UNKNOWN),
  }
  module.exports.set('default', () => valueOf(binding, UNKNOWN))
}

/** Imports, exports and functions: what is there before the first statement runs. */
const declareHoisted = (evaluator: Evaluator, module: ModuleInstance, statements: readonly Statement[]): void => {
  for (const statement of statements) {
    if (statement.kind === 'import') declareImports(evaluator, module.scope, statement)
    else if (statement.kind === 'export') declareExports(evaluator, module, statement)
    else if (statement.kind === 'exportAll') module.wildcards.push(statement.source)
    else if (statement.kind === 'exportDefault') declareDefault(evaluator, module, statement)
    else if (statement.kind === 'function' && evaluator.semantics.hoistsFunctions)
      declareFunction(evaluator, statement.function, module.scope)
  }
}

const prepare = (evaluator: Evaluator, module: ModuleInstance): readonly Statement[] | null => {
  if (module.state === 'loaded') return null
  // What is missing is asked for each time: each file that needs it has to know that it does.
  module.facts ??= evaluator.resolver.facts(module)
  module.state = module.facts ? 'loaded' : 'missing'
  if (!module.facts) return null
  evaluator.semantics.prepareModule?.(module, evaluator)
  declareHoisted(evaluator, module, module.facts.body)
  return module.facts.body
}

const isMemberTarget = (pattern: Pattern): boolean => pattern.kind === 'member'

/** `const app = module.exports = …`: what is declared is also what the module gives. */
const setsMember = (value: Expression | null): boolean =>
  value?.kind === 'assign' && (isMemberTarget(value.pattern) || setsMember(value.value))

/** Whether a library's top-level statement must run so that its exports are what they are. */
const shapesExports = (statement: Statement, vocabulary: boolean): boolean => {
  switch (statement.kind) {
    case 'evaluate': {
      const { expression } = statement
      if (expression.kind === 'assign') return true
      if (expression.kind !== 'call') return false
      // cases.push(…), Object.assign(target, …): a change of something local. Other calls matter where tests are declared.
      return vocabulary || expression.callee.kind === 'member'
    }
    case 'import':
    case 'export':
    case 'exportAll':
    case 'exportDefault':
    case 'function':
      return false
    default:
      return true
  }
}

const runTopStatement = (evaluator: Evaluator, module: ModuleInstance, statement: Statement): void => {
  const { semantics } = evaluator
  if (statement.kind === 'declare' && !isMemberTarget(statement.pattern) && !setsMember(statement.value))
    declarePatternPending(evaluator, module, statement)
  else if (statement.kind === 'function') {
    if (!semantics.hoistsFunctions)
      declareDefinition(module.scope, statement.function.name, () => declareFunction(evaluator, statement.function, module.scope))
  } else if (statement.kind === 'import') redeclareImports(evaluator, module.scope, statement)
  else if (statement.kind === 'delete') for (const name of statement.names) module.scope.remove(name)
  else if (statement.kind === 'class')
    declareDefinition(module.scope, statement.class.name, () =>
      evaluator.apart(module, () => declareClass(evaluator, statement.class, module.scope), UNKNOWN),
    )
  else if (shapesExports(statement, module.facts?.vocabulary ?? false)) evaluator.run([statement], module.scope)
  else if (statement.kind === 'evaluate' && callsOwnFunction(evaluator, statement.expression, module))
    evaluator.evaluate(statement.expression, module.scope)
}

/** What a module's top level does for who imports it: its names are there to be found, and what shapes its exports runs. */
const runTopLevel = (evaluator: Evaluator, module: ModuleInstance, body: readonly Statement[]): void => {
  if (!evaluator.semantics.unorderedTopLevel) for (const statement of body) runTopStatement(evaluator, module, statement)
  else module.scope.declareOnDemand(statementsByName(body), (statement) => runTopStatement(evaluator, module, statement))
}

/** Of languages whose files declare names alone. */
const statementsByName = (body: readonly Statement[]): Map<string, Statement> => {
  const statements = new Map<string, Statement>()
  for (const statement of body) for (const name of declaredNames(statement)) statements.set(name, statement)
  return statements
}

/** Runs what files share: whoever comes first, and under what conditions, is no matter for those after it. */
const runShared = (
  evaluator: Evaluator,
  module: ModuleInstance,
  run: (evaluator: Evaluator, module: ModuleInstance, body: readonly Statement[]) => void,
): void => {
  if (module.isStale) meetUnread()
  const body = evaluator.apart(module, () => prepare(evaluator, module), null)
  if (!body) return
  const before = gaps.unread
  try {
    evaluator.apart(module, () => run(evaluator, module, body), undefined)
  } finally {
    if (gaps.unread > before || evaluator.budget.isCutShort) module.isStale = true
  }
}

export const loadModule = (evaluator: Evaluator, module: ModuleInstance): boolean => {
  runShared(evaluator, module, runTopLevel)
  return module.facts !== null
}

/** Runs all of a module, once for all files that it is run before. */
export const runModuleOnce = (evaluator: Evaluator, module: ModuleInstance): void =>
  runShared(evaluator, module, (_, { scope }, body) => void evaluator.run(body, scope))

export const runModule = (evaluator: Evaluator, module: ModuleInstance): void => {
  const body = prepare(evaluator, module)
  if (body) evaluator.run(body, module.scope)
}

export const moduleExport = (evaluator: Evaluator, module: ModuleInstance, name: string, visited = new Set<ModuleInstance>()): Value => {
  if (visited.has(module)) return UNKNOWN
  visited.add(module)
  if (!loadModule(evaluator, module)) {
    gaps.sought.push([module.path, name])
    return unknown(`${module.path}.${name}`)
  }
  return evaluator.deeper(() => {
    const exported = module.exports.get(name)
    if (exported) return exported()
    const member = evaluator.semantics.moduleMember(module, name, evaluator)
    if (member !== MISSING) return member
    const before = gaps.count
    if (name !== 'default')
      for (const source of module.wildcards) {
        const found = wildcardMember(evaluator, module, source, name, visited)
        if (found === MISSING) continue
        // Looking through all sources again and again is what a package of wildcards would cost.
        if (gaps.count === before) module.exports.set(name, () => found)
        return found
      }
    return unknown(`${module.path}.${name}`)
  }, UNKNOWN)
}

const wildcardMember = (
  evaluator: Evaluator,
  module: ModuleInstance,
  source: string,
  name: string,
  visited: Set<ModuleInstance>,
): Value | typeof MISSING => {
  const target = evaluator.resolver.resolve(source, module)
  if (target instanceof ModuleInstance) {
    const value = moduleExport(evaluator, target, name, visited)
    return typeof value === 'object' && value?.kind === 'unknown' ? MISSING : value
  }
  if (typeof target === 'object' && target?.kind === 'host') return target.member?.(name, evaluator) ?? MISSING
  return MISSING
}

/** A name that only `from m import *` can have brought. */
export const wildcardName = (evaluator: Evaluator, module: ModuleInstance, name: string): Value | typeof MISSING => {
  for (const source of module.wildcards) {
    const found = wildcardMember(evaluator, module, source, name, new Set([module]))
    if (found !== MISSING) return found
  }
  return MISSING
}
