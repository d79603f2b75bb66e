import { formatCount } from '../../src/report/numbers.ts'

/** How far a piece of work is; `total` is null while it is not known. */
export interface Progress {
  phase: 'open' | 'wait' | 'list' | 'fetch' | 'parse' | 'link' | 'store' | 'read' | 'classify' | 'phrase' | 'summarise'
  done: number
  total: number | null
  /** What is counted; files where absent. */
  unit?: 'files' | 'tests'
  /** What came over the network so far. */
  bytes?: number
}

const VERBS: Record<Progress['phase'], string> = {
  open: 'Opening the database',
  wait: 'Waiting',
  list: 'Listing',
  fetch: 'Fetching',
  parse: 'Parsing',
  link: 'Linking',
  store: 'Storing',
  read: 'Reading the analysis',
  classify: 'Finding domains and features',
  phrase: 'Phrasing',
  summarise: 'Summarising',
}

/** `Phrasing: 1,204 of 4,000 tests`: for logs, which take no bars and keep no time. */
export const progressWords = ({ phase, done, total, unit = 'files' }: Progress): string => {
  if (total === null || total === 0) return done === 0 ? VERBS[phase] : `${VERBS[phase]}: ${formatCount(done)} ${unit}`
  return `${VERBS[phase]}: ${formatCount(done)} of ${formatCount(total)} ${unit}`
}

const BAR_WIDTH = 24
/** Before this the rate says nothing. */
const RATE_AFTER_MS = 1_000

const formatBytes = (bytes: number): string => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)

const formatTime = (milliseconds: number): string => {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  return seconds < 60 ? `${seconds} s left` : `${Math.floor(seconds / 60)} min ${seconds % 60} s left`
}

const barOf = (share: number): string => {
  const filled = Math.round(share * BAR_WIDTH)
  return '━'.repeat(filled) + '─'.repeat(BAR_WIDTH - filled)
}

const fetched = (bytes: number, elapsed: number): string[] =>
  elapsed < RATE_AFTER_MS ? [formatBytes(bytes)] : [formatBytes(bytes), `${formatBytes((bytes / elapsed) * 1000)}/s`]

/**
 * What is being done, how much of it, how fast and for how long still; `elapsed` milliseconds since the phase began, when
 * `before` was done already.
 */
export const progressLine = (progress: Progress, elapsed: number, before = 0): string => {
  const { phase, done, total, bytes, unit = 'files' } = progress
  const parts: string[] = []
  if (phase === 'wait') return 'Waiting for another command that fetches the same repository'
  if (total !== null && total > 0) {
    const share = Math.min(1, done / total)
    parts.push(`${formatCount(done)} of ${formatCount(total)} ${unit}`, barOf(share), `${Math.floor(share * 100)} %`)
  } else if (done > 0) {
    parts.push(`${formatCount(done)} ${unit}`)
  }
  if (bytes !== undefined) parts.push(...fetched(bytes, elapsed))
  const since = done - before
  if (since > 0 && elapsed >= RATE_AFTER_MS && bytes === undefined) {
    parts.push(`${formatCount(Math.round((since / elapsed) * 1000))}/s`)
    if (total !== null && done < total) parts.push(formatTime(((total - done) / since) * elapsed))
  }
  return [VERBS[phase], ...parts].join('  ')
}
