/**
 * Which tests share a process: most of a subject's tests with PostgreSQL are short, and to load the sources takes each longer
 * than its work.
 */
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Each has its entry in test/together. */
export const SUBJECTS = ['analysis', 'queue', 'specification'] as const

/** What tells a process where its telemetry goes tells all that is in it; and the longest is better done beside others. */
const APART = new Set([
  'src/queue/job-telemetry.integration.test.ts',
  'src/queue/query-plans.integration.test.ts',
  'src/specification/model/asking/ask-model.integration.test.ts',
])

/** Paths from the root of the repository. */
export const testsTogether = (subject: (typeof SUBJECTS)[number]): string[] =>
  globSync(`src/${subject}/**/*.integration.test.ts`, { cwd: root })
    .filter((path) => !APART.has(path))
    .sort()
