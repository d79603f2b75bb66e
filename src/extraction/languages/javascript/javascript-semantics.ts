/** JavaScript as the evaluator needs to know it. */
import { mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import { posix } from 'node:path'
import { readMember } from '../../evaluation/members.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Semantics } from '../../evaluation/semantics.ts'
import { isUndecided, MISSING, object, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { javaScriptGlobal } from './javascript-globals.ts'
import { index, member } from './javascript-members.ts'
import { binary, unary } from './javascript-operators.ts'
import { iterate } from './iteration.ts'
import { moduleObject } from './list-methods.ts'
import { exportsOf } from './module-exports.ts'
import { MODULE_GLOB } from './module-glob.ts'
import { REPOSITORY_ROOT } from './node-library.ts'
import { settledCall } from './promises.ts'
import { propertyKey, textOf } from './text-of-value.ts'
import { truthiness } from './truthiness.ts'

export const javaScriptSemantics: Semantics = {
  followsGenerator: () => true,
  hoistsFunctions: true,
  hasOneNumberType: true,
  blockScoped: true,
  unorderedTopLevel: false,
  explicitReceiver: false,
  librariesByPlace: 'too',
  knownMeansDone: true,
  prepareModule: (module, evaluator) => {
    const exports = object()
    module.scope.declare('exports', exports, 0)
    module.scope.declare('module', object([['exports', exports]]), 0)
    const file = `${REPOSITORY_ROOT}/${module.path}`
    const directory = posix.dirname(file)
    module.scope.declare('__filename', file, 0)
    module.scope.declare('__dirname', directory, 0)
    const provided = (source: string): Value => {
      const found = evaluator.resolver.resolve(source, module)
      return found instanceof ModuleInstance ? undefined : found
    }
    const meta: [string, Value][] = [
      ['url', `file://${file}`],
      ['filename', file],
      ['dirname', directory],
      ['glob', provided(MODULE_GLOB)],
    ]
    // Tests that stand in the source itself are declared only where it is run as a test file.
    meta.push(['vitest', module.isEntry ? provided('vitest') : undefined])
    module.scope.declare('import.meta', object(meta, { open: true }), 0)
  },
  moduleMember: (module, name, evaluator) => {
    // What a JSON file holds is what requiring it gives: `require('./users.json').forEach(…)`.
    if (module.facts?.language === 'json') return readMember(evaluator, module.exports.get('default')?.(), name)
    const exports = exportsOf(module)
    const isCommonJs = typeof exports !== 'object' || exports === null || exports.kind !== 'object' || exports.entries.size > 0
    if (!isCommonJs) return MISSING
    if (typeof exports === 'object' && exports?.kind === 'object') {
      if (exports.entries.has(name)) return readMember(evaluator, exports, name)
      if (name === 'default') return exports
      if (exports.prototype !== undefined) return readMember(evaluator, exports, name)
      return mayHaveOthers(exports) ? UNKNOWN : MISSING
    }
    return name === 'default' ? exports : readMember(evaluator, exports, name)
  },
  moduleValue: (module, evaluator) => {
    if (!evaluator.load(module)) return undefined
    return module.exports.get('default')?.() ?? exportsOf(module)
  },
  // All that a package brings together is too much to find for the few names that are asked of a copy.
  moduleContents: (value, evaluator) =>
    evaluator.load(value.module) && value.module.wildcards.length > 0 ? value : moduleObject(value, evaluator),
  call: settledCall,
  truthiness,
  isNullish: (value) => {
    if (value === undefined || value === null) return true
    return isUndecided(value) ? undefined : false
  },
  keyOf: propertyKey,
  unary,
  binary,
  format: (value, _format, _conversion, evaluator) => textOf(value, evaluator),
  member,
  index,
  slice: () => UNKNOWN,
  iterate,
  global: javaScriptGlobal,
}
