import type { Specification } from './specification.ts'

export interface CitationFault {
  kind: 'behaviour-without-test' | 'unknown-test' | 'cited-twice' | 'not-cited'
  /** The behaviour's id, or the test's. */
  id: string
}

/** What breaks the promise that each sentence has its tests, and each of the inventory's tests exactly one sentence. */
export const citationFaults = (specification: Pick<Specification, 'domains'>, testIds: Iterable<string>): CitationFault[] => {
  const faults: CitationFault[] = []
  const wanted = new Set(testIds)
  const cited = new Set<string>()
  const behaviours = specification.domains.flatMap(({ features }) => features.flatMap((feature) => feature.behaviours))
  for (const behaviour of behaviours) {
    if (behaviour.tests.length === 0) faults.push({ kind: 'behaviour-without-test', id: behaviour.id })
    for (const id of behaviour.tests) {
      if (!wanted.has(id)) faults.push({ kind: 'unknown-test', id })
      else if (cited.has(id)) faults.push({ kind: 'cited-twice', id })
      cited.add(id)
    }
  }
  for (const id of wanted) if (!cited.has(id)) faults.push({ kind: 'not-cited', id })
  return faults
}
