import { posix, relative, sep } from 'node:path'
import { faultOfImport, faultOfPackageImport, placeOf } from './layers.js'

/**
 * @typedef {{ type: string, value?: unknown, quasis?: { value: { cooked?: string | null } }[] }} Source
 * @typedef {{ type: string, importKind?: string, exportKind?: string, specifiers?: { importKind?: string, exportKind?: string }[] }} Node
 * @typedef {{ type: string, name?: string, property?: { name?: string }, callee?: Callee }} Callee
 */

/**
 * What is imported, where that is written out: in quotes, or as a template without holes.
 *
 * @param {Source | null | undefined} source
 */
const textOf = (source) => {
  if (source?.type === 'TemplateLiteral') return source.quasis?.length === 1 ? source.quasis[0]?.value.cooked : undefined
  return typeof source?.value === 'string' ? source.value : undefined
}

/**
 * `createRequire(import.meta.url)`, also by another name of its module: `module.createRequire(…)`.
 *
 * @param {Callee | null | undefined} node
 */
const makesRequire = (node) =>
  node?.type === 'CallExpression' && (node.callee?.name === 'createRequire' || node.callee?.property?.name === 'createRequire')

/**
 * `import type { A }` and `import { type A, type B }` alike: nothing of the other file is there when the program runs.
 *
 * @param {Node} node
 */
const isTypeOnly = (node) =>
  node.type === 'TSImportType' ||
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  (node.specifiers !== undefined &&
    node.specifiers.length > 0 &&
    node.specifiers.every((specifier) => specifier.importKind === 'type' || specifier.exportKind === 'type'))

/** The architecture's import directions, as one rule over every form an import has. */
export const importDirection = {
  meta: { type: 'problem', docs: { description: 'imports run one way: cmd, server and report, use cases, mechanisms, foundations' } },
  /** @param {{ filename: string, cwd: string, report(fault: { node: unknown, message: string }): void }} context */
  create: (context) => {
    const file = relative(context.cwd, context.filename).split(sep).join('/')
    const from = placeOf(file)
    /**
     * @param {Node} node
     * @param {Source | null | undefined} source
     */
    const checkSource = (node, source) => {
      const text = textOf(source)
      if (typeof text !== 'string') return
      const fault = text.startsWith('.')
        ? faultOfImport({ from, to: placeOf(posix.join(posix.dirname(file), text)), typeOnly: isTypeOnly(node) })
        : faultOfPackageImport(from, text)
      if (fault !== null) context.report({ node: source, message: fault })
    }
    /** @param {Node & { source?: Source | null }} node */
    const check = (node) => checkSource(node, node.source)

    // What is called may be named further below.
    const requires = new Set(['require'])
    /** @type {(Node & { callee: Callee, arguments: Source[] })[]} */
    const calls = []
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
      /** @param {Node & { moduleReference: { expression?: Source } }} node */
      TSImportEqualsDeclaration: (node) => checkSource(node, node.moduleReference.expression),
      /** @param {{ id: { name?: string }, init?: Callee | null }} node */
      VariableDeclarator: ({ id, init }) => {
        if (id.name !== undefined && makesRequire(init)) requires.add(id.name)
      },
      /** @param {Node & { callee: Callee, arguments: Source[] }} node */
      CallExpression: (node) => {
        calls.push(node)
      },
      'Program:exit': () => {
        for (const node of calls) {
          const { callee } = node
          if (makesRequire(callee) || (callee.type === 'Identifier' && requires.has(callee.name ?? '')))
            checkSource(node, node.arguments[0])
        }
      },
    }
  },
}
