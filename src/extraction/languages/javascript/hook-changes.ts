/** Which of a file's variables its hooks change: a test's body that asks for one is told no value that was there before. */
import type { Node, Program } from 'oxc-parser'
import { assignedNames } from './changed-names.ts'
import { childrenOf } from './children-of.ts'
import type { Lowering } from './lowering.ts'
import { isHookName } from './test-vocabulary.ts'

/** Only where a body may hang on a variable does it matter: where tests skip from inside, or declare more. */
const SPEAKS_IN_BODIES = /\b(?:skip|todo|fixme|test)\s*\(/
const HAS_HOOK = /\b(?:before|after|setup|suiteSetup|teardown)\w*\s*\(/

const FUNCTIONS: ReadonlySet<string> = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'])
const CHANGING_METHODS: ReadonlySet<string> = new Set([
  'push', 'pop', 'shift', 'unshift', 'splice', 'fill', 'copyWithin', 'reverse', 'sort', 'add', 'delete', 'clear', 'set',
]) // prettier-ignore

/** Of lists, sets and maps. */
const READING_METHODS: ReadonlySet<string> = new Set([
  'forEach', 'map', 'flatMap', 'filter', 'find', 'findIndex', 'some', 'every', 'reduce', 'includes', 'indexOf', 'join', 'slice', 'concat',
  'at', 'has', 'get', 'keys', 'values', 'entries', 'toString',
]) // prettier-ignore
const MADE: ReadonlySet<string> = new Set(['ObjectExpression', 'ArrayExpression', 'NewExpression'])

/** `a` of `a.b[0].c`; what a call gives is nobody's variable. */
const variable = (node: Node): string => {
  for (let at = node; ;) {
    if (at.type === 'Identifier') return at.name
    if (at.type === 'MemberExpression') at = at.object
    else if (at.type === 'TSNonNullExpression' || at.type === 'TSAsExpression' || at.type === 'ParenthesizedExpression') at = at.expression
    else return ''
  }
}

/** `made`: variables of the file's own lists, objects and instances, which whoever is given one or has a method of it called may change. */
const changedBy = (node: Node, made: ReadonlySet<string>): string[] => {
  if (node.type !== 'CallExpression') return assignedNames(node, variable)
  const given = node.arguments.map(variable)
  if (node.callee.type !== 'MemberExpression') return given.filter((name) => made.has(name))
  const { object, property } = node.callee
  const method = property.type === 'Identifier' ? property.name : ''
  const own = variable(object)
  if (READING_METHODS.has(method)) return []
  return [...(CHANGING_METHODS.has(method) || made.has(own) ? [own] : []), ...given.filter((name) => made.has(name))]
}

function* inside(node: Node, isLeft: (node: Node) => boolean = () => false): Generator<Node> {
  for (const pending = [node]; ;) {
    const next = pending.pop()
    if (!next) return
    yield next
    if (!isLeft(next)) pending.push(...childrenOf(next))
  }
}

interface Found {
  /** What hooks are given: functions, and names of such. */
  hooks: Node[]
  /** By their names, of what objects have by `.name`. */
  functions: Map<string, Node>
  made: Set<string>
}

/** Looks at all but tests' bodies without hooks. */
const findHooks = (program: Program, lowering: Lowering): Found => {
  const found: Found = { hooks: [], functions: new Map(), made: new Set() }
  const isLeft = (at: Node): boolean => at.type === 'CallExpression' && lowering.isLeaf(at.callee) && !HAS_HOOK.test(lowering.slice(at))
  for (const node of inside(program, isLeft)) {
    if (node.type === 'FunctionDeclaration' && node.id) found.functions.set(node.id.name, node)
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && FUNCTIONS.has(node.init.type))
      found.functions.set(node.id.name, node.init)
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && MADE.has(node.init.type))
      found.made.add(node.id.name)
    if (node.type === 'Property' && node.key.type === 'Identifier' && FUNCTIONS.has(node.value.type))
      found.functions.set(`.${node.key.name}`, node.value)
    if (node.type !== 'CallExpression') continue
    const { callee } = node
    const named = callee.type === 'MemberExpression' ? callee.property : callee
    if (named.type === 'Identifier' && isHookName(named.name)) found.hooks.push(...node.arguments)
  }
  return found
}

/** Also by the functions of the file that hooks call. Names alone tell: two variables of one name are taken for one. */
export const changedByHooks = (program: Program, lowering: Lowering): ReadonlySet<string> => {
  const changed = new Set<string>()
  if (!HAS_HOOK.test(lowering.text) || !SPEAKS_IN_BODIES.test(lowering.text)) return changed
  const { hooks, functions, made } = findHooks(program, lowering)
  const follow = (name: string): void => {
    const called = functions.get(name)
    functions.delete(name)
    if (called) hooks.push(called)
  }
  for (const hook of hooks) {
    if (hook.type === 'Identifier') follow(hook.name)
    for (const node of FUNCTIONS.has(hook.type) ? inside(hook) : []) {
      for (const name of changedBy(node, made)) changed.add(name)
      if (node.type !== 'CallExpression') continue
      if (node.callee.type === 'Identifier') follow(node.callee.name)
      else if (node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier')
        follow(`.${node.callee.property.name}`)
    }
  }
  return changed
}
