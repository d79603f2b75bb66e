/**
 * Checks what can be told of `docs/alerts.yaml` without a process: that it has rules, that their expressions are PromQL, and
 * that docs/operating.md says what to do for each. That their metrics exist: test/alerts.test.ts.
 */
import { readFile } from 'node:fs/promises'

import { promqlFaultAt, readAlertRules } from './infra/alert-rules.ts'

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

const headings = (await read('docs/operating.md')).split('\n').filter((line) => line.startsWith('### '))
const faults = readAlertRules(await read('docs/alerts.yaml')).flatMap(({ alert, expr }) => {
  const at = promqlFaultAt(expr)
  return [
    ...(at === undefined ? [] : [`the expression of ${alert} is no PromQL from ‘${expr.slice(at)}’ on`]),
    ...(headings.some((heading) => new RegExp(`\\b${alert}\\b`).test(heading)) ? [] : [`docs/operating.md has no section on ${alert}`]),
  ]
})
for (const fault of faults) process.stderr.write(`docs/alerts.yaml: ${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
