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

const inherit = (marks: Marks, outer: Marks): { marks: Marks; inherited: boolean } => {
  const { status, inherited } = marks.firm ? { status: marks.status, inherited: false } : inheritedStatus(outer.status, marks.status)
  const reason = marks.reason ?? (inherited ? outer.reason : undefined)
  const tags = [...outer.tags, ...marks.tags.filter((tag) => !outer.tags.includes(tag))]
  // Whether a suite runs at all may hang on a condition; so does what is in it then.
  const isConditional = outer.modifiers.includes('conditional') && !marks.modifiers.includes('conditional')
  const modifiers = isConditional ? [...marks.modifiers, 'conditional'] : marks.modifiers
  return { marks: { status, modifiers, tags, ...(reason === undefined ? {} : { reason }) }, inherited }
}

/** Passes statuses, reasons and tags of suites on to what is in them. */
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
