/** A comparison in words for a terminal. */
import { percent } from './accuracy-table.ts'
import type { Comparison } from './compare-tests.ts'

interface Shown {
  path: string
  suites: readonly string[]
  name: string
  status?: string | undefined
  /** Where it differs from the runner's. */
  listedStatus?: string
}

const line = ({ suites, name, status, listedStatus }: Shown): string => {
  const place = [...suites, name].map((part) => JSON.stringify(part)).join(' > ')
  return listedStatus ? `${place}: ${status} by the runner, ${listedStatus} by us` : place
}

const examples = (title: string, items: readonly Shown[], limit: number): string[] => {
  const files = Map.groupBy(items, ({ path }) => path)
  const byCount = [...files].toSorted(([, a], [, b]) => b.length - a.length)
  return byCount
    .slice(0, limit)
    .flatMap(([path, tests]) => [
      `  ${title} ${tests.length} in ${path}`,
      ...tests.slice(0, limit).map((test) => `    ${line(test)}`),
      ...(tests.length > limit ? [`    … and ${tests.length - limit} more`] : []),
    ])
}

export const describeComparison = (comparison: Comparison, limit: number): string => {
  const { truth, tests, found, asWritten, dynamic, missing, extra, conditional, otherStatus, otherFramework } = comparison
  const head = `${truth.framework} ${truth.name}: ${tests} tests, found ${found} (${percent(found, tests)}), as written ${asWritten}, dynamic ${dynamic}, missing ${missing.length}, extra ${extra.length} (${percent(extra.length, tests)}), conditional ${conditional.length}, status differs ${otherStatus.length}`
  const others =
    otherFramework.length > 0
      ? [`  ${otherFramework.length} files are of another framework to us: ${otherFramework.slice(0, limit).join(', ')}`]
      : []
  return [
    head,
    ...others,
    ...examples('missing', missing, limit),
    ...examples('extra', extra, limit),
    ...examples('status differs', otherStatus, limit),
  ].join('\n')
}
