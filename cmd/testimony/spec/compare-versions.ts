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
import { listSpecifications, readSpecification, type SpecificationVersion } from '../../../src/specification/stored-specification.ts'
import type { CommandContext } from '../command-context.ts'
import { openStore } from '../open-store.ts'
import { storedIdentityOf } from '../stored-identity.ts'
import { openOutputFile, writeToStream } from '../write-output.ts'
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

/** All that a repository has: a row each, without what they say. */
const ALL = 2 ** 31 - 1

const NONE_YET = 'nothing of it is specified yet in this language: run `testimony spec` first'

/** The newest first. */
const listVersions = async (db: Database, target: string, language: string, signal: AbortSignal): Promise<SpecificationVersion[]> => {
  const analysis = await findNewestAnalysis(db, await storedIdentityOf(target, signal))
  const versions = analysis === undefined ? [] : await listSpecifications(db, analysis.id, { language, limit: ALL })
  if (versions.length === 0) throw new PlainFault('no-specification', NONE_YET)
  return versions
}

const chooseVersions = (
  versions: readonly SpecificationVersion[],
  { base, head }: VersionChoice,
): { before: SpecificationVersion; after: SpecificationVersion } => {
  const named = (version: number): SpecificationVersion => {
    const found = versions.find((each) => each.version === version)
    if (found) return found
    const numbers = versions.map((each) => each.version)
    const range = `the oldest is ${Math.min(...numbers)}, the newest ${Math.max(...numbers)}`
    throw new PlainFault('no-specification', `there is no version ${version} of it: ${range}`)
  }
  const after = head === undefined ? versions[0] : named(head)
  const before = base === undefined ? versions.find(({ id }) => id === after?.previousId) : named(base)
  if (after === undefined || before === undefined)
    throw new PlainFault(
      'no-specification',
      'there is nothing before it by the same writer to compare with: run `testimony spec` on another commit, or name two versions',
    )
  return { before, after }
}

const read = async (db: Database, { id, version }: SpecificationVersion): Promise<Specification & { version: number }> => {
  const specification = await readSpecification(db, id)
  if (specification === undefined)
    throw new PlainFault('no-specification', `version ${version} was deleted meanwhile: run the same command again`)
  return { ...specification, version }
}

/** By what the analyses say now: of one that was made anew since, tests that it has no more are none that were renamed. */
const findRenamed = async (db: Database, before: SpecificationVersion, after: SpecificationVersion): Promise<RenamedTests> => {
  if (before.analysisId === after.analysisId) return new Map()
  const filesOf = ({ analysisId }: SpecificationVersion) => Array.fromAsync(readStoredFiles(db, analysisId))
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
  const chosen = chooseVersions(await listVersions(store.db, target, language, signal), choice)
  const [before, after] = [await read(store.db, chosen.before), await read(store.db, chosen.after)]
  const renamed = await findRenamed(store.db, chosen.before, chosen.after)
  const terminal = file === null ? describeTerminal(output, environment) : PLAIN_TERMINAL
  const texts = reportComparison({ before, after, diff: diffSpecifications(before, after, renamed) }, given.format, terminal)
  await (file === null ? writeToStream(output, texts, signal) : file.write(texts, signal))
  return EXIT_CODE.done
}
