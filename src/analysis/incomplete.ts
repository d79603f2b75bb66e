import type { Diagnostic } from '../inventory/inventory.ts'
import { SOURCE_DIAGNOSTICS } from '../source/diagnostic-log.ts'

/** Told, but by rule: the inventory is complete without them. All other diagnostics are files that it may lack tests of. */
const BY_RULE: ReadonlySet<string> = new Set(
  Object.entries(SOURCE_DIAGNOSTICS)
    .filter(([, { incomplete }]) => !incomplete)
    .map(([code]) => code),
)

/** What could not be read or parsed, so that tests may be missing: the reasons for exit code 3. */
export const incompleteDiagnostics = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter((diagnostic) => !BY_RULE.has(diagnostic.code))
