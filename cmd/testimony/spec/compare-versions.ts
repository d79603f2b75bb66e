import { findNewestAnalysis, readStoredFiles } from '../../../src/analysis/stored-analysis.ts'
import type { Database } from '../../../src/postgres/pool.ts'
import type { ComparisonFormat } from '../../../src/report/specification-diff/comparison-format.ts'
import { reportComparison } from '../../../src/report/specification-diff/report-comparison.ts'
import { describeTerminal, PLAIN_TERMINAL } from '../../../src/report/terminal.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { PlainFault } from '../../../src/runtime/plain-fault.ts'
import { diffSpecifications } from '../../../src/specification/diff-specifications.ts'
import { pairRenamedTests, type RenamedTests } from '../../../src/specification/pair-renamed-tests.ts'
import type { Specification } from '../../../src/specification/specification.ts'
import {
  findSpecificationById,
  findSpecificationVersion,
  listSpecifications,
  readSpecification,
  specificationRange,
  type SpecificationVersion,
  type VersionsOf,
} from '../../../src/specification/stored-specification.ts'
import { writeToStream } from '../../../src/runtime/write-to-stream.ts'
import type { CommandContext } from '../command-context.ts'
import { openStore } from '../open-store.ts'
import { storedIdentityOf } from '../stored-identity.ts'
import { openOutputFile } from '../write-output.ts'
import { readLanguage } from './open-writer.ts'

export interface CompareArguments {
  format: ComparisonFormat
  output?: string
  language: string
}

/** Numbers of versions. */
export interface VersionChoice {
  base: number | undefined
  head: number | undefined
}

const NONE_YET = 'nothing of it is specified yet in this language: run `testimony spec` first'

const findNamed = async (db: Database, of: VersionsOf, version: number): Promise<SpecificationVersion> => {
  const found = await findSpecificationVersion(db, of, version)
  if (found) return found
  const range = await specificationRange(db, of)
  if (range === undefined) throw new PlainFault('no-specification', NONE_YET)
  const { oldest, newest } = range
  throw new PlainFault('no-specification', `there is no version ${version} of it: the oldest is ${oldest}, the newest ${newest}`)
}

const findNewest = async (db: Database, { analysisId, language }: VersionsOf): Promise<SpecificationVersion> => {
  const [newest] = await listSpecifications(db, analysisId, { language, limit: 1 })
  if (newest) return newest
  throw new PlainFault('no-specification', NONE_YET)
}

const findPrevious = async (db: Database, { previousId }: SpecificationVersion): Promise<SpecificationVersion> => {
  const previous = previousId === null ? undefined : await findSpecificationById(db, previousId)
  if (previous) return previous
  throw new PlainFault(
    'no-specification',
    'there is nothing before it by the same writer to compare with: run `testimony spec` on another commit, or name two versions',
  )
}

const chooseVersions = async (
  db: Database,
  of: VersionsOf,
  { base, head }: VersionChoice,
): Promise<{ before: SpecificationVersion; after: SpecificationVersion }> => {
  const after = head === undefined ? await findNewest(db, of) : await findNamed(db, of, head)
  return { before: base === undefined ? await findPrevious(db, after) : await findNamed(db, of, base), after }
}

const read = async (db: Database, { id, version }: SpecificationVersion): Promise<Specification & { version: number }> => {
  const specification = await readSpecification(db, id)
  if (specification === undefined)
    throw new PlainFault('no-specification', `version ${version} was deleted meanwhile: run the same command again`)
  return { ...specification, version }
}

/** By what the analyses say now: of one that was made anew since, tests that it has no more are none that were renamed. */
const findRenamed = async (
  db: Database,
  before: SpecificationVersion,
  after: SpecificationVersion,
  signal: AbortSignal,
): Promise<RenamedTests> => {
  if (before.analysisId === after.analysisId) return new Map()
  const filesOf = ({ analysisId }: SpecificationVersion) => Array.fromAsync(readStoredFiles(db, analysisId, signal))
  return pairRenamedTests(await filesOf(before), await filesOf(after))
}

/** Says what became of behaviours between two specifications of a repository. Answers the exit code. */
export const compareVersions = async (
  target: string,
  choice: VersionChoice,
  given: CompareArguments,
  context: CommandContext,
): Promise<number> => {
  const { output, environment, signal } = context
  const language = readLanguage(given.language)
  const file = given.output === undefined ? null : await openOutputFile(given.output)
  await using store = await openStore(context)
  const analysis = await findNewestAnalysis(store.db, await storedIdentityOf(target, signal))
  if (analysis === undefined) throw new PlainFault('no-specification', NONE_YET)
  const chosen = await chooseVersions(store.db, { analysisId: analysis.id, language }, choice)
  const [before, after] = [await read(store.db, chosen.before), await read(store.db, chosen.after)]
  const renamed = await findRenamed(store.db, chosen.before, chosen.after, signal)
  const terminal = file === null ? describeTerminal(output, environment) : PLAIN_TERMINAL
  const texts = reportComparison({ before, after, diff: diffSpecifications(before, after, renamed) }, given.format, terminal)
  await (file === null ? writeToStream(output, texts, signal) : file.write(texts, signal))
  return EXIT_CODE.done
}
