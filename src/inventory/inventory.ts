/** What a test, a suite and an inventory are. Pure types; the public JSON contract is a subset of them. */

export const STATUSES = ['active', 'focused', 'skipped', 'todo', 'xfail'] as const
export type Status = (typeof STATUSES)[number]

/** The evidence by which a framework was chosen for a file, strongest first. */
export type DetectedBy = 'import' | 'config' | 'content' | 'name'

/** The cases of a parameterised test: their names as the runner prints them, or not decidable from the text. */
export type Cases = { kind: 'listed'; names: string[] } | { kind: 'dynamic' }

export interface TestCase {
  /** Stable under edits elsewhere; see test-identity.ts. */
  id: string
  /** The name as the runner prints it; the name's template where the test is parameterised. */
  name: string
  /** 1-based line of the declaring call, or of the function's or method's name. */
  line: number
  endLine: number
  status: Status
  statusFrom: 'own' | 'inherited'
  /** Why it is skipped or expected to fail, in the words of the source. */
  reason?: string
  /** As written: concurrent, sequential, serial, slow, conditional, ... */
  modifiers: string[]
  tags: string[]
  /** Where an inherited or included test is written. */
  declaredAt?: { path: string; line: number }
  /** `null`: not parameterised. */
  cases: Cases | null
  /** Digest of the body's text with white space folded: pairs renamed and moved tests. Not in the public JSON. */
  bodyDigest?: string
  /** Short assertions of the body as written. Not in the public JSON. */
  assertions?: string[]
}

export interface Suite {
  name: string
  line: number
  endLine: number
  status: Status
  suites: Suite[]
  tests: TestCase[]
}

export interface FileInventory {
  /** Repository-relative, `/` between parts. */
  path: string
  language: string
  framework: string
  detectedBy: DetectedBy
  suites: Suite[]
  tests: TestCase[]
  /** What the file's subject is likely to be: repository files by path and packages by name. Not in the public JSON. */
  imports?: string[]
}

/**
 * Something that could not be read, parsed or decided. `code` is stable, kebab-case.
 * `incomplete` diagnostics (read or parse failures) make `scan` exit with 3.
 */
export interface Diagnostic {
  path: string
  code: string
  message: string
}

export interface Totals {
  files: number
  suites: number
  /** A listed test counts as its number of cases, a dynamic one as 1. */
  tests: number
  dynamic: number
  byStatus: Record<Status, number>
  byFramework: Record<string, number>
  byLanguage: Record<string, number>
}

export interface RepositoryIdentity {
  url?: string
  path?: string
  ref?: string
  commit?: string
}

export interface Inventory {
  schema: 'testimony.inventory/1'
  repository: RepositoryIdentity
  extractor: { version: string }
  totals: Totals
  files: FileInventory[]
  diagnostics: Diagnostic[]
}
