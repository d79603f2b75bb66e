import type { Command } from 'commander'

import type { SourceOptions } from '../../src/source/open-snapshot.ts'
import { UsageError } from './fault.ts'

/** What somebody asks of the source, as the command line's options say it. */
export interface SourceArguments {
  ref?: string
  cacheDir?: string
  maxFileSize?: string
  maxRepositorySize?: string
}

/** Options of every command that reads a repository. */
export const addSourceOptions = (command: Command): Command =>
  command
    .option('-r, --ref <ref>', 'a branch, a tag or a commit; what is checked out, or the remote’s default branch, where absent')
    .option('--cache-dir <folder>', 'where clones of URLs are kept between runs')
    .option('--max-file-size <size>', 'leave out larger files, like 5 MiB')
    .option('--max-repository-size <size>', 'fetch no more than this, like 5 GiB')

/** The environment's settings, with what the options say instead. Faults of both are told before any work begins. */
export const readSourceOptions = async (given: SourceArguments, environment: NodeJS.ProcessEnv): Promise<SourceOptions> => {
  const { readConfiguration } = await import('../../src/runtime/configuration.ts')
  const { sourceOptionsOf, sourceSettings } = await import('../../src/source/source-settings.ts')
  const { bytes } = await import('../../src/runtime/setting-schemas.ts')
  const { own } = readConfiguration({ own: sourceSettings, common: {} }, environment)
  const sizeOf = (option: string, text: string | undefined, otherwise: number): number => {
    if (text === undefined) return otherwise
    const size = bytes().safeParse(text)
    if (!size.success) throw new UsageError(`${option} must be a size with its unit, like 500 MiB or 10 GiB`)
    return size.data
  }
  const source = sourceOptionsOf({
    ...own,
    cacheDirectory: given.cacheDir ?? own.cacheDirectory,
    maxFileBytes: sizeOf('--max-file-size', given.maxFileSize, own.maxFileBytes),
    maxRepositoryBytes: sizeOf('--max-repository-size', given.maxRepositorySize, own.maxRepositoryBytes),
  })
  return { ...source, ...(given.ref !== undefined && { ref: given.ref }) }
}
