import type { Diagnostic } from '../inventory/inventory.ts'

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** In an order that does not depend on which file was read first: the same input gives the same bytes. */
export const orderDiagnostics = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.toSorted(
    (left, right) => compareText(left.path, right.path) || compareText(left.code, right.code) || compareText(left.message, right.message),
  )
