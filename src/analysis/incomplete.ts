import type { Diagnostic } from '../inventory/inventory.ts'
import { SOURCE_DIAGNOSTICS } from '../source/diagnostic-log.ts'

/**
 * Told, but by rule: all was read and parsed that is to be, be it that what the repository decides of it by code of its own isn't
 * followed. All other diagnostics are files that the inventory may lack tests of.
 */
const BY_RULE: ReadonlySet<string> = new Set([
  'unfollowed-hook',
  ...Object.entries(SOURCE_DIAGNOSTICS)
    .filter(([, { incomplete }]) => !incomplete)
    .map(([code]) => code),
])

/** What could not be read or parsed, so that tests may be missing: the reasons for exit code 3. */
export const incompleteDiagnostics = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter((diagnostic) => !BY_RULE.has(diagnostic.code))
