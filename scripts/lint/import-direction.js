import { posix, relative, sep } from 'node:path'
import { faultOfImport, faultOfPackageImport, placeOf } from './layers.js'

/** @typedef {{ type: string, value?: unknown, importKind?: string, exportKind?: string, specifiers?: { importKind?: string, exportKind?: string }[] }} Node */

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
    /** @param {Node & { source?: Node | null }} node */
    const check = (node) => {
      const source = node.source
      if (typeof source?.value !== 'string') return
      const fault = source.value.startsWith('.')
        ? faultOfImport({ from, to: placeOf(posix.join(posix.dirname(file), source.value)), typeOnly: isTypeOnly(node) })
        : faultOfPackageImport(from, source.value)
      if (fault !== null) context.report({ node: source, message: fault })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    }
  },
}
