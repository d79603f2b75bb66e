import { join } from 'node:path'

import type { SourceOptions } from '../open-snapshot.ts'
import { git, makeRepository, temporaryFolder } from './git-fixture.ts'
import { type GitServer, type GitServerOptions, startGitServer } from './git-server.ts'
import { sourceOptions } from './read-snapshot.ts'

export interface RemoteFixture extends AsyncDisposable {
  server: GitServer
  /** Address of the repository on the server. */
  url: string
  /** The repository that the server gives out. */
  bare: string
  commit: string
  /** A folder of this fixture's own. */
  folder: string
  options(additions?: Partial<SourceOptions>): SourceOptions
}

export const manyFiles = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`src/m${index % 5}/f${index}.test.ts`, `content of ${index}\n`]))

/** A real git server with one repository of these files and an annotated tag `v1`. `config` are settings of the served repository. */
export const remoteFixture = async (
  files: Record<string, string | Uint8Array>,
  options: Partial<GitServerOptions> & { config?: Record<string, string> } = {},
): Promise<RemoteFixture> => {
  const stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder()).path
  const work = join(folder, 'work')
  const commit = await makeRepository(work, files)
  await git(work, 'tag', '-a', 'v1', '-m', 'First')
  const bare = join(folder, 'served', 'project.git')
  await git(folder, 'clone', '-q', '--bare', work, bare)
  for (const [name, value] of Object.entries(options.config ?? { 'uploadpack.allowFilter': 'true' })) await git(bare, 'config', name, value)
  const server = stack.use(await startGitServer({ root: join(folder, 'served'), ...options }))
  return {
    server,
    url: `${server.origin}/project.git`,
    bare,
    commit,
    folder,
    options: (additions = {}) => sourceOptions({ allowPrivateNetworks: true, cacheDirectory: join(folder, 'cache'), ...additions }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}
