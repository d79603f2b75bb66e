import { widthOf } from '../../../src/report/terminal.ts'
import { visibleText } from '../../../src/report/visible-text.ts'
import type { ListedJob } from '../../../src/queue/list-jobs.ts'

/** Lines with their cells under each other. Nothing in a cell can break out of it: others have written it. */
export const inColumns = (rows: readonly (readonly string[])[]): string[] => {
  const shown = rows.map((row) => row.map(visibleText))
  const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map((row) => widthOf(row[column] ?? ''))))
  return shown.map(
    (row) =>
      `${row
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
        .join('  ')
        .trimEnd()}\n`,
  )
}

/** UTC, to the second. */
export const timeText = (time: Date | null): string => time?.toISOString().slice(0, 19).replace('T', ' ') ?? '-'

export const progressText = ({ progress }: Pick<ListedJob, 'progress'>): string =>
  progress === null ? '' : `${progress.phase} ${progress.done}${progress.total === null ? '' : ` of ${progress.total}`}`

/** What there is to say of a job beside its state: how far it is, or why it came to no good end. */
export const remarkOf = (job: ListedJob): string => progressText(job) || (job.error ? `${job.error.code}: ${job.error.message}` : '')
