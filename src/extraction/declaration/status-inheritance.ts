import type { Status } from '../../inventory/inventory.ts'
import type { CollectedSuite, Marks } from './declaration-collector.ts'

/**
 * The status of what stands in a suite of status `outer`: what is not to run stays so whatever is inside, a mark
 * against running inside wins over `focused` around it, and what says nothing takes what is around it.
 */
export const inheritedStatus = (outer: Status | null, own: Status | null): { status: Status | null; inherited: boolean } => {
  if (outer === null || outer === 'active') return { status: own, inherited: false }
  if (own === null || own === 'active') return { status: outer, inherited: true }
  if ((outer === 'skipped' || outer === 'todo') && (own === 'focused' || own === 'xfail')) return { status: outer, inherited: true }
  return { status: own, inherited: false }
}

/** Of these a test's own choice stands instead of the other around it. */
const OPPOSITES = new Map([
  ['concurrent', 'sequential'],
  ['sequential', 'concurrent'],
  ['serial', 'parallel'],
  ['parallel', 'serial'],
])

const passedOn = (outer: readonly string[], own: readonly string[]): string[] =>
  outer.filter((modifier) => !own.includes(modifier) && !own.includes(OPPOSITES.get(modifier) ?? modifier))

const inherit = (marks: Marks, outer: Marks): { marks: Marks; inherited: boolean } => {
  const { status, inherited } =
    marks.firm === 'anywhere' ? { status: marks.status, inherited: false } : inheritedStatus(outer.status, marks.status)
  const reason = marks.reason ?? (inherited ? outer.reason : undefined)
  const tags = [...outer.tags, ...marks.tags.filter((tag) => !outer.tags.includes(tag))]
  const modifiers = [...passedOn(outer.modifiers, marks.modifiers), ...marks.modifiers]
  return { marks: { status, modifiers, tags, ...(reason === undefined ? {} : { reason }) }, inherited }
}

/** Passes statuses, reasons, modifiers and tags of suites on to what is in them. */
export const inheritStatuses = (suite: CollectedSuite): void => {
  const pending = [suite]
  for (let at = pending.pop(); at; at = pending.pop())
    for (const child of at.children) {
      const { marks, inherited } = inherit(child.marks, at.marks)
      child.marks = marks
      if (child.kind === 'suite') pending.push(child)
      else child.inherited = inherited
    }
}
