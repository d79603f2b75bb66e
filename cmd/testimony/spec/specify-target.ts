import { incompleteDiagnostics } from '../../../src/analysis/incomplete.ts'
import { readInventoryOf, type StoredAnalysis } from '../../../src/analysis/stored-analysis.ts'
import type { Inventory } from '../../../src/inventory/inventory.ts'
import { countWords, formatCount } from '../../../src/report/numbers.ts'
import { reportSpecification } from '../../../src/report/specification/report-specification.ts'
import { documentOf } from '../../../src/report/specification/specification-document.ts'
import type { SpecificationFormat } from '../../../src/report/specification/specification-format.ts'
import { describeTerminal, PLAIN_TERMINAL } from '../../../src/report/terminal.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { PlainFault } from '../../../src/runtime/plain-fault.ts'
import { createGenerateSpecification } from '../../../src/specification/generate-specification.ts'
import { offlineWriter } from '../../../src/specification/offline-writer.ts'
import type { Specification } from '../../../src/specification/specification.ts'
import { specifiedTests } from '../../../src/specification/specified-test.ts'
import { readSpecification, type SpecificationVersion } from '../../../src/specification/stored-specification.ts'
import { writeToStream } from '../../../src/runtime/write-to-stream.ts'
import { tell, type CommandContext } from '../command-context.ts'
import type { Store } from '../open-store.ts'
import { createProgressDisplay, type ProgressDisplay } from '../progress-display.ts'
import { createProgressLines } from '../progress-lines.ts'
import { tellIncomplete } from '../tell-incomplete.ts'
import { openOutputFile } from '../write-output.ts'
import { estimateLines, usageWords } from './estimate-lines.ts'
import { findAnalysisFor, type AnalysisArguments } from './find-analysis.ts'
import { prepareWriter, type OpenedWriter, type WriterArguments } from './open-writer.ts'
import { writingProgress } from './writing-progress.ts'

export interface SpecArguments extends AnalysisArguments, WriterArguments {
  format: SpecificationFormat
  output?: string
  estimate?: true
  watch?: true
}

type Generated = { kind: 'completed'; specification: SpecificationVersion; reused: boolean } | { kind: 'failed'; message: string }

/** What the writer has written of the analysis, before or now. What does not pass by itself is thrown. */
const generate = async (
  store: Store,
  analysis: StoredAnalysis,
  readInventory: () => Promise<Inventory>,
  { writer, language, again }: OpenedWriter & { again: boolean },
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<Generated> => {
  const generateSpecification = createGenerateSpecification({ db: store.db, readInventory })
  const onWaiting = (): void => {
    progress.clear()
    tell(context, 'somebody else is writing this specification already: waiting for it')
  }
  const input = { analysisId: analysis.id, language, writer, again, onProgress: writingProgress(progress), onWaiting }
  for (;;) {
    const outcome = await generateSpecification(input, context.signal)
    switch (outcome.kind) {
      case 'completed':
        return outcome
      case 'no-analysis':
        throw new PlainFault('no-analysis', 'the analysis was deleted meanwhile: run the same command again, which makes another one')
      case 'failed':
        if (outcome.permanent) throw new PlainFault(outcome.code, outcome.message)
        return outcome
      case 'superseded':
      // Whoever has it now is waited for, or the analysis that was made anew is specified.
    }
  }
}

/** Of a model, which has not found words for each test. */
const fallbackWords = ({ writer, domains }: Specification): string => {
  if (writer === offlineWriter.name) return ''
  const behaviours = domains.flatMap(({ features }) => features.flatMap((feature) => feature.behaviours))
  const offline = behaviours.filter(({ writtenBy }) => writtenBy === 'offline').length
  return offline === 0 ? '' : `; ${formatCount(offline)} of them by the offline writer, since the model gave nothing that can be used`
}

const wordsOf = ({ specification, reused }: Extract<Generated, { kind: 'completed' }>, written: Specification): string => {
  const { version, behaviours, tests, writer, usage } = specification
  if (tests === 0) return `specification ${version}: there are no tests, so there is nothing to specify`
  const when = reused ? `as it was written before by ${writer}` : `written now by ${writer}${usageWords(usage)}`
  return `specification ${version}: ${countWords(behaviours, 'behaviour')} of ${countWords(tests, 'test')}, ${when}${fallbackWords(written)}`
}

/** Writes the specification of what stands at the target, or of a stored analysis. Answers the exit code. */
export const specifyTarget = async (target: string | undefined, given: SpecArguments, context: CommandContext): Promise<number> => {
  const { output, environment, messages, signal } = context
  const openWriter = await prepareWriter(given, environment)
  const file = given.output === undefined ? null : await openOutputFile(given.output)
  const write = (texts: Iterable<string>): Promise<void> =>
    file === null ? writeToStream(output, texts, signal) : file.write(texts, signal)
  using progress = given.watch ? createProgressLines((line) => tell(context, line)) : createProgressDisplay(messages, environment)
  await using found = await findAnalysisFor(target, given, progress, context)
  const { store, analysis, work } = found
  progress.clear()
  if (work !== null) tell(context, work)
  const opened = openWriter(store.db)
  // Read by whoever needs it first: what was written before and is wanted as JSON needs none of it.
  let inventory: Promise<Inventory> | undefined
  const readInventory = (): Promise<Inventory> => (inventory ??= readInventoryOf(store.db, analysis, signal))
  if (given.estimate) {
    const { files, repository } = await readInventory()
    const estimate = await opened.estimate({ files, repository }, signal)
    progress.clear()
    await write(estimateLines(estimate, specifiedTests(files).length, opened.writer.name, given.format))
    return EXIT_CODE.done
  }
  const generated = await generate(store, analysis, readInventory, { ...opened, again: given.again === true }, progress, context)
  progress.clear()
  if (generated.kind === 'failed') {
    tell(context, `${generated.message}; what was written so far is kept, and the same command goes on from there`)
    return EXIT_CODE.failed
  }
  const specification = await readSpecification(store.db, generated.specification.id)
  if (specification === undefined) throw new Error(`Specification ${generated.specification.id} was deleted while it was read`)
  tell(context, wordsOf(generated, specification))
  const tests = given.format === 'json' ? [] : specifiedTests((await readInventory()).files)
  const terminal = file === null ? describeTerminal(output, environment) : PLAIN_TERMINAL
  await write(reportSpecification(documentOf(specification, tests), given.format, terminal))
  const incomplete = incompleteDiagnostics(analysis.diagnostics)
  if (incomplete.length === 0) return EXIT_CODE.done
  tellIncomplete(incomplete, false, context)
  return EXIT_CODE.incomplete
}
