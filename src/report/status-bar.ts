import { STATUSES, type Status } from '../inventory/inventory.ts'
import type { Counts } from '../inventory/overview.ts'
import { createPaint, type Style, type Terminal } from './terminal.ts'

export const STATUS_STYLES: Record<Status, Style> = {
  active: 'green',
  focused: 'magentaBright',
  skipped: 'yellow',
  todo: 'cyan',
  xfail: 'blue',
}

/** Statuses are told apart by their glyph where there is no colour. */
const GLYPHS: Record<Status, string> = { active: '━', focused: '▪', skipped: '╌', todo: '┄', xfail: '═' }

export const glyphOf = (status: Status, terminal: Terminal): string => (terminal.colour ? '━' : GLYPHS[status])

/**
 * Cells for each status, together `width`: in proportion, but whatever is there at all has a cell, so that one skipped
 * test among thousands shows. The largest status pays for that, down to a cell of its own; then the last ones go.
 */
const shareOut = (byStatus: Record<Status, number>, width: number): Record<Status, number> => {
  const total = STATUSES.reduce((sum, status) => sum + byStatus[status], 0)
  const cells = { active: 0, focused: 0, skipped: 0, todo: 0, xfail: 0 }
  if (total === 0 || width === 0) return cells
  for (const status of STATUSES) {
    if (byStatus[status] > 0) cells[status] = Math.max(1, Math.round((byStatus[status] / total) * width))
  }
  const missing = (): number => width - STATUSES.reduce((sum, status) => sum + cells[status], 0)
  const largest = STATUSES.reduce((best, status) => (byStatus[status] > byStatus[best] ? status : best), STATUSES[0])
  cells[largest] = Math.max(1, cells[largest] + missing())
  for (const status of STATUSES.toReversed()) {
    if (status !== largest) cells[status] -= Math.min(cells[status], Math.max(0, -missing()))
  }
  return cells
}

/** A bar of `width` columns that shows how tests divide by status. */
export const statusBar = (counts: Counts, width: number, terminal: Terminal): string => {
  const paint = createPaint(terminal)
  const cells = shareOut(counts.byStatus, width)
  return STATUSES.filter((status) => cells[status] > 0)
    .map((status) => paint(STATUS_STYLES[status], glyphOf(status, terminal).repeat(cells[status])))
    .join('')
}
