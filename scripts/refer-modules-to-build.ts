import { parseSync, Visitor, type Argument, type Expression } from 'oxc-parser'

const isImportMeta = (node: Argument): boolean => {
  if (node.type === 'MemberExpression') return node.object.type === 'MetaProperty'
  return node.type === 'MetaProperty'
}

const calleeOf = (node: Expression): string => {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression' && node.property.type === 'Identifier') return node.property.name
  return ''
}

/** Where a literal or template that names a TypeScript module has its ending. */
const endingOf = (node: Argument): number | undefined => {
  if (node.type === 'Literal' && typeof node.value === 'string' && node.value.endsWith('.ts')) return node.end - 4
  if (node.type === 'TemplateLiteral' && node.quasis.at(-1)?.value.raw.endsWith('.ts') === true) return node.end - 4
  return undefined
}

/**
 * The compiler turns `.ts` into `.js` in imports; this does it where a module is named by its place beside another:
 * `new URL('./parser-worker.ts', import.meta.url)`, `join(import.meta.dirname, 'a.ts')`, `import.meta.resolve('./a.ts')`.
 */
export const referModulesToBuild = (path: string, text: string): string => {
  const endings: number[] = []
  const collect = (callee: Expression, callArguments: Argument[]): void => {
    const named = callArguments.map(endingOf).filter((ending) => ending !== undefined)
    const relative = callArguments.some(isImportMeta) || isImportMeta(callee) || calleeOf(callee) === 'Worker'
    if (relative) endings.push(...named)
  }
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} was not built well: ${errors[0]?.message}`)
  new Visitor({
    CallExpression: (node) => collect(node.callee, node.arguments),
    NewExpression: (node) => collect(node.callee, node.arguments),
  }).visit(program)
  return endings
    .sort((one, other) => other - one)
    .reduce((built, ending) => `${built.slice(0, ending)}.js${built.slice(ending + '.ts'.length)}`, text)
}
