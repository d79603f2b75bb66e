/** ESTree statements to the facts' statements. Types are left out; enums become objects. */
import type * as es from 'oxc-parser'
import type { Expression, Pattern, Statement } from '../../facts/program.ts'
import { boundNames } from './bound-names.ts'
import { inferName } from './function-name.ts'
import { calledWhereItStands, lowerEnum } from './lower-enums.ts'
import { lowerExpression } from './lower-expressions.ts'
import { lowerPattern } from './lower-patterns.ts'
import { lowerClass, lowerFunction } from './lower-functions.ts'
import type { Lowering } from './lowering.ts'
import { mocksFirst } from './mocks-first.ts'

export const lowerStatements = (lowering: Lowering, nodes: readonly (es.Statement | es.Directive)[]): Statement[] =>
  (lowering.hasMocks ? mocksFirst(nodes, lowering.lifted) : nodes).flatMap((node) =>
    lowering.deeper(node, () => lowerStatement(lowering, node), []),
  )

const lowerBody = (lowering: Lowering, node: es.Statement | null | undefined): Statement[] => {
  if (!node) return []
  return node.type === 'BlockStatement' ? lowerStatements(lowering, node.body) : lowerStatements(lowering, [node])
}

const lowerDeclaration = (lowering: Lowering, node: es.VariableDeclaration): Statement[] =>
  node.declarations.map((declaration) => {
    const hooked = lowering.hooked.size > 0 ? boundNames(declaration.id).filter((name) => lowering.hooked.has(name)) : []
    return {
      kind: 'declare',
      pattern: lowerPattern(lowering, declaration.id),
      value: declaration.init ? nameBy(declaration.id, lowerExpression(lowering, declaration.init)) : null,
      line: lowering.lineAt(declaration.start),
      ...(node.kind === 'var' ? { var: true } : {}),
      ...(hooked.length > 0 ? { hooked } : {}),
    }
  })

const nameBy = (target: es.BindingPattern, value: Expression): Expression =>
  target.type === 'Identifier' ? inferName(value, target.name) : value

const moduleName = (node: es.ModuleExportName): string => (node.type === 'Literal' ? node.value : node.name)

const lowerImport = (lowering: Lowering, node: es.ImportDeclaration): Statement[] => {
  if (node.importKind === 'type') return []
  const names = node.specifiers.flatMap((specifier) => {
    if (specifier.type === 'ImportDefaultSpecifier') return [{ imported: 'default', local: specifier.local.name }]
    if (specifier.type === 'ImportNamespaceSpecifier') return [{ imported: '*', local: specifier.local.name }]
    return specifier.importKind === 'type' ? [] : [{ imported: moduleName(specifier.imported), local: specifier.local.name }]
  })
  if (names.length === 0 && node.specifiers.length > 0) return []
  return [{ kind: 'import', source: node.source.value, names, line: lowering.lineAt(node.start) }]
}

const declaredNames = (statements: readonly Statement[]): string[] =>
  statements.flatMap((statement): string[] => {
    if (statement.kind === 'function') return [statement.function.name]
    if (statement.kind === 'class') return [statement.class.name]
    return statement.kind === 'declare' ? namesOf(statement.pattern) : []
  })

const namesOf = (pattern: (Statement & { kind: 'declare' })['pattern']): string[] => {
  if (pattern.kind === 'name') return [pattern.name]
  if (pattern.kind === 'default') return namesOf(pattern.pattern)
  if (pattern.kind === 'array') return [...pattern.items, pattern.rest].flatMap((item) => (item ? namesOf(item) : []))
  if (pattern.kind === 'object')
    return [...pattern.properties.map((one) => one.pattern), pattern.rest].flatMap((item) => (item ? namesOf(item) : []))
  return []
}

const lowerNamedExport = (lowering: Lowering, node: es.ExportNamedDeclaration): Statement[] => {
  if (node.exportKind === 'type') return []
  if (node.declaration) {
    const statements = lowerStatement(lowering, node.declaration)
    const names = declaredNames(statements).map((name) => ({ local: name, exported: name }))
    return [...statements, { kind: 'export', source: null, names }]
  }
  const names = node.specifiers
    .filter((specifier) => specifier.exportKind !== 'type')
    .map((specifier) => ({ local: moduleName(specifier.local), exported: moduleName(specifier.exported) }))
  return [{ kind: 'export', source: node.source?.value ?? null, names }]
}

const lowerDefaultExport = (lowering: Lowering, node: es.ExportDefaultDeclaration): Statement[] => {
  const { declaration } = node
  if (declaration.type === 'TSInterfaceDeclaration') return []
  if (declaration.type === 'FunctionDeclaration' && declaration.id)
    return [
      { kind: 'function', function: lowerFunction(lowering, declaration, { leaf: false, digest: false }) },
      { kind: 'exportDefault', value: { kind: 'name', name: declaration.id.name } },
    ]
  if (declaration.type === 'ClassDeclaration' && declaration.id)
    return [
      { kind: 'class', class: lowerClass(lowering, declaration) },
      { kind: 'exportDefault', value: { kind: 'name', name: declaration.id.name } },
    ]
  if (declaration.type === 'FunctionDeclaration')
    return [
      {
        kind: 'exportDefault',
        value: inferName({ kind: 'function', function: lowerFunction(lowering, declaration, { leaf: false, digest: false }) }, 'default'),
      },
    ]
  if (declaration.type === 'ClassDeclaration')
    return [{ kind: 'exportDefault', value: inferName({ kind: 'class', class: lowerClass(lowering, declaration) }, 'default') }]
  return [{ kind: 'exportDefault', value: inferName(lowerExpression(lowering, declaration), 'default') }]
}

/** What `export =` sets. */
const MODULE_EXPORTS: Pattern = { kind: 'member', target: { kind: 'name', name: 'module' }, property: 'exports' }

/** A namespace is a function that is called where it stands and gives what it exports; one with dots in its name holds another. */
const lowerNamespace = (lowering: Lowering, id: es.TSModuleDeclaration['id'], block: es.TSModuleBlock): Statement[] => {
  if (id.type === 'Literal') return []
  const line = lowering.lineAt(block.start)
  const body = lowerStatements(lowering, block.body)
  const entries = body
    .flatMap((statement) => (statement.kind === 'export' ? statement.names : []))
    .map(({ local, exported }) => ({ key: exported, value: { kind: 'name' as const, name: local } }))
  const inner = body.filter((statement) => statement.kind !== 'export')
  let value: Expression = calledWhereItStands(
    [...inner, { kind: 'return', value: { kind: 'object', entries } }],
    line,
    lowering.lineAt(block.end),
  )
  let at: es.TSTypeName | es.BindingIdentifier = id
  for (; at.type === 'TSQualifiedName'; at = at.left) value = { kind: 'object', entries: [{ key: at.right.name, value }] }
  return at.type === 'Identifier' ? [{ kind: 'declare', pattern: { kind: 'name', name: at.name }, value, line }] : []
}

const lowerFor = (lowering: Lowering, node: es.ForStatement): Statement => ({
  kind: 'loop',
  initial: !node.init
    ? []
    : node.init.type === 'VariableDeclaration'
      ? lowerDeclaration(lowering, node.init)
      : [{ kind: 'evaluate', expression: lowerExpression(lowering, node.init) }],
  test: node.test ? lowerExpression(lowering, node.test) : null,
  update: node.update ? [lowerExpression(lowering, node.update)] : [],
  body: lowerBody(lowering, node.body),
  line: lowering.lineAt(node.start),
})

const lowerForEach = (lowering: Lowering, node: es.ForOfStatement | es.ForInStatement): Statement[] => {
  const { left } = node
  const declares = left.type === 'VariableDeclaration'
  const declarator = declares ? left.declarations[0]?.id : left
  const pattern = declarator ? lowerPattern(lowering, declarator) : null
  const line = lowering.lineAt(node.start)
  if (node.type === 'ForOfStatement' && node.await) lowering.waits(node)
  const loop: Statement = {
    kind: 'each',
    binds: node.type === 'ForInStatement' ? 'keys' : 'values',
    pattern,
    iterable: lowerExpression(lowering, node.right),
    body: lowerBody(lowering, node.body),
    line,
    ...(declares && left.kind !== 'var' ? {} : { assigns: true }),
  }
  return declares && left.kind === 'var' && pattern ? [{ kind: 'declare', pattern, value: null, line, var: true }, loop] : [loop]
}

const lowerTry = (lowering: Lowering, { block, handler, finalizer }: es.TryStatement): Statement => ({
  kind: 'try',
  body: lowerBody(lowering, block),
  handlers: handler ? [lowering.perhaps(() => lowerBody(lowering, handler.body))] : [],
  ...(handler ? { caught: handler.param ? lowerPattern(lowering, handler.param) : null } : {}),
  otherwise: [],
  finally: lowerBody(lowering, finalizer),
})

const labelOf = ({ label }: es.BreakStatement | es.ContinueStatement): { label?: string } => (label ? { label: label.name } : {})

const lowerLabelled = (lowering: Lowering, node: es.LabeledStatement): Statement[] => {
  const labels = [node.label.name]
  let inner = node.body
  for (; inner.type === 'LabeledStatement'; inner = inner.body) labels.push(inner.label.name)
  const body = lowerStatements(lowering, [inner])
  const last = body.at(-1)
  // What `continue` may name is the loop itself.
  return last?.kind === 'each' || last?.kind === 'loop' ? [...body.slice(0, -1), { ...last, labels }] : [{ kind: 'block', body, labels }]
}

const lowerStatement = (lowering: Lowering, node: es.Statement | es.Directive): Statement[] => {
  switch (node.type) {
    case 'ExpressionStatement':
      return node.expression.type === 'Literal' ? [] : [{ kind: 'evaluate', expression: lowerExpression(lowering, node.expression) }]
    case 'VariableDeclaration':
      return node.declare ? [] : lowerDeclaration(lowering, node)
    case 'FunctionDeclaration':
      return node.body ? [{ kind: 'function', function: lowerFunction(lowering, node, { leaf: false, digest: false }) }] : []
    case 'ClassDeclaration':
      return node.declare ? [] : [{ kind: 'class', class: lowerClass(lowering, node) }]
    case 'IfStatement':
      return [
        {
          kind: 'if',
          test: lowerExpression(lowering, node.test),
          then: lowering.perhaps(() => lowerBody(lowering, node.consequent)),
          else: lowering.perhaps(() => lowerBody(lowering, node.alternate)),
        },
      ]
    case 'BlockStatement':
      return [{ kind: 'block', body: lowerStatements(lowering, node.body) }]
    case 'ForStatement':
      return [lowerFor(lowering, node)]
    case 'ForOfStatement':
    case 'ForInStatement':
      return lowerForEach(lowering, node)
    case 'WhileStatement':
    case 'DoWhileStatement':
      // What a `do` loop holds runs once before anything is asked.
      return [
        {
          kind: 'loop',
          initial: [],
          test: lowerExpression(lowering, node.test),
          update: [],
          body: lowerBody(lowering, node.body),
          line: lowering.lineAt(node.start),
          ...(node.type === 'DoWhileStatement' ? { runsFirst: true } : {}),
        },
      ]
    case 'ReturnStatement':
      return [{ kind: 'return', value: node.argument ? lowerExpression(lowering, node.argument) : null }]
    case 'ThrowStatement':
      return [{ kind: 'throw', value: lowerExpression(lowering, node.argument) }]
    case 'BreakStatement':
      return [{ kind: 'break', ...labelOf(node) }]
    case 'ContinueStatement':
      return [{ kind: 'continue', ...labelOf(node) }]
    case 'TryStatement':
      return [lowerTry(lowering, node)]
    case 'SwitchStatement':
      return [
        {
          kind: 'switch',
          subject: lowerExpression(lowering, node.discriminant),
          cases: node.cases.map((one) => ({
            tests: one.test ? [lowerExpression(lowering, one.test)] : [],
            body: lowering.perhaps(() => lowerStatements(lowering, one.consequent)),
          })),
        },
      ]
    case 'LabeledStatement':
      return lowerLabelled(lowering, node)
    case 'ImportDeclaration':
      return lowerImport(lowering, node)
    case 'ExportNamedDeclaration':
      return lowerNamedExport(lowering, node)
    case 'ExportDefaultDeclaration':
      return lowerDefaultExport(lowering, node)
    case 'ExportAllDeclaration':
      if (node.exportKind === 'type') return []
      if (node.exported)
        return [{ kind: 'export', source: node.source.value, names: [{ local: '*', exported: moduleName(node.exported) }] }]
      return [{ kind: 'exportAll', source: node.source.value }]
    case 'TSEnumDeclaration':
      return [lowerEnum(lowering, node)]
    case 'TSExportAssignment':
      return [
        {
          kind: 'evaluate',
          expression: { kind: 'assign', operator: '=', pattern: MODULE_EXPORTS, value: lowerExpression(lowering, node.expression) },
        },
      ]
    case 'TSModuleDeclaration':
      return node.declare || node.kind === 'global' || !node.body ? [] : lowerNamespace(lowering, node.id, node.body)
    case 'TSImportEqualsDeclaration':
      if (node.moduleReference.type !== 'TSExternalModuleReference') return []
      return [
        {
          kind: 'import',
          source: node.moduleReference.expression.value,
          names: [{ imported: '*', local: node.id.name }],
          required: true,
          line: lowering.lineAt(node.start),
        },
      ]
    default:
      return []
  }
}
