import type { Diagnostic } from '../inventory/inventory.ts'

/** What is said instead of counts: what was left out may have held some. */
export const noTests = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.length === 0
    ? 'No tests: no file here is one that a known framework would run.'
    : 'No tests in what could be read: what was left out or is in doubt stands below.'
