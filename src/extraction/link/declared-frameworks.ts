import type { CollectedSuite } from '../declaration/declaration-collector.ts'

/** The frameworks whose functions declared the tests of a tree, the one with most tests first. */
export const declaredFrameworks = (root: CollectedSuite): string[] => {
  const counts = new Map<string, number>()
  const pending = [root]
  for (let suite = pending.pop(); suite; suite = pending.pop())
    for (const child of suite.children) {
      if (child.kind === 'suite') pending.push(child)
      else counts.set(child.framework, (counts.get(child.framework) ?? 0) + 1)
    }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([framework]) => framework)
}
