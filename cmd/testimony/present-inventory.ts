import { incompleteDiagnostics } from '../../src/analysis/incomplete.ts'
import type { Diagnostic, Inventory, Totals } from '../../src/inventory/inventory.ts'
import type { Overview } from '../../src/inventory/overview.ts'
import { failedGates, type Judged } from '../../src/report/gate.ts'
import { report, reportOverview, type OverviewFormat, type ReportOptions } from '../../src/report/report.ts'
import { selectTests } from '../../src/report/select-tests.ts'
import { describeTerminal, PLAIN_TERMINAL } from '../../src/report/terminal.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import { tell, type CommandContext } from './command-context.ts'
import type { ReportArguments } from './report-options.ts'
import { tellIncomplete } from './tell-incomplete.ts'
import type { OutputFile } from './write-output.ts'

/** As many as a table names of its own accord. */
const NAMED_IN_TABLE = 10

/** A report that was asked for, and what has to be said and judged beside it. */
interface Presented {
  all: Totals
  shown: Totals
  judged: Judged
  diagnostics: readonly Diagnostic[]
  texts: (options: ReportOptions) => Iterable<string>
}

const tellOfNothing = ({ all, shown }: Presented, given: ReportArguments, context: CommandContext): void => {
  if (all.files === 0) {
    if (given.format !== 'table' && given.format !== 'markdown')
      tell(context, 'no tests: no file here is one that a known framework would run')
    return
  }
  const present = Object.keys(all.byFramework)
  const absent = (given.framework ?? []).filter((name) => !present.includes(name))
  if (absent.length > 0) tell(context, `no tests of ${absent.join(', ')} here; there are tests of ${present.join(', ')}`)
  else if (shown.files === 0) tell(context, 'no test here is of that framework and status')
}

const present = async (presented: Presented, given: ReportArguments, file: OutputFile | null, context: CommandContext): Promise<number> => {
  const { output, messages, environment, signal } = context
  const terminal = file === null ? describeTerminal(output, environment) : PLAIN_TERMINAL
  const texts = presented.texts({ terminal, verbose: given.verbose === true, tests: given.tests === true })
  await (file === null ? writeToStream(output, texts, signal) : file.write(texts, signal))

  tellOfNothing(presented, given, context)
  const incomplete = incompleteDiagnostics(presented.diagnostics)
  if (incomplete.length > 0) {
    const onOneScreen = given.format === 'table' && file === null && output.isTTY === true && messages.isTTY === true
    tellIncomplete(incomplete, onOneScreen && presented.diagnostics.length <= NAMED_IN_TABLE, context)
  }
  const failed = failedGates(presented.judged, given.failOn ?? [])
  for (const line of failed) tell(context, `--fail-on ${line}`)
  if (failed.length > 0) return EXIT_CODE.failed
  return incomplete.length > 0 ? EXIT_CODE.incomplete : EXIT_CODE.done
}

/** Writes the report that was asked for and says what a reader must know of it. Answers the exit code. */
export const presentInventory = async (
  inventory: Inventory,
  given: ReportArguments,
  file: OutputFile | null,
  context: CommandContext,
): Promise<number> => {
  const ofFrameworks = selectTests(inventory, { frameworks: given.framework ? new Set(given.framework) : null, statuses: null })
  const shown = selectTests(ofFrameworks, { frameworks: null, statuses: given.status ? new Set(given.status) : null })
  const presented: Presented = {
    all: inventory.totals,
    shown: shown.totals,
    // Not of `shown`: what `--status` hides must still be able to fail.
    judged: { totals: ofFrameworks.totals, detailed: ofFrameworks.files },
    diagnostics: inventory.diagnostics,
    texts: (options) => report(shown, given.format, options),
  }
  return await present(presented, given, file, context)
}

type OverviewArguments = ReportArguments & { format: OverviewFormat }

/** Whether a report needs no more of most files than what they count. */
export const overviewSuffices = (given: ReportArguments): given is OverviewArguments =>
  (given.format === 'table' || given.format === 'markdown') && given.tests !== true && !given.framework && !given.status

/** The same report as of the whole inventory, for arguments that an overview suffices for. */
export const presentOverview = async (
  overview: Overview,
  given: OverviewArguments,
  file: OutputFile | null,
  context: CommandContext,
): Promise<number> => {
  const { totals, diagnostics } = overview
  const texts = (options: ReportOptions): Iterable<string> => reportOverview(overview, given.format, options)
  return await present({ all: totals, shown: totals, judged: overview, diagnostics, texts }, given, file, context)
}
