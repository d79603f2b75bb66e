import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { runGit } from './git-command.ts'
import { decodeGitPath, encodeGitPath } from './git-path.ts'
import { inTime } from './in-time.ts'
import { openObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'

/** Their patterns can be made to keep git busy for ever. */
const JUDGED = {
  milliseconds: 300_000,
  late: (cause: unknown) =>
    new SourceError('corrupt-repository', "what .gitignore files leave out can't be told in time: give a folder without them", { cause }),
}

/** The paths that the `.gitignore` files below a root leave out, judged by git itself in a repository of our own. */
export const findIgnored = async (root: string, paths: readonly string[], signal: AbortSignal): Promise<Set<string>> => {
  await using view = await openObjectView({ objectFormat: 'sha1', links: new Map() })
  await mkdir(join(view.gitDirectory, 'info'), { recursive: true })
  await writeFile(join(view.gitDirectory, 'info', 'exclude'), '')
  const { stdout } = await inTime(JUDGED, signal, (inner) =>
    runGit(['check-ignore', '-z', '--stdin', '--no-index'], {
      gitDirectory: view.gitDirectory,
      environment: { GIT_WORK_TREE: root },
      settings: ['core.bare=false'],
      input: Buffer.concat(paths.flatMap((path) => [encodeGitPath(`./${path}`), Buffer.of(0)])),
      workingDirectory: root,
      signal: inner,
    }),
  )
  const ignored = new Set<string>()
  let from = 0
  for (let end = stdout.indexOf(0); end !== -1; end = stdout.indexOf(0, from)) {
    ignored.add(decodeGitPath(stdout.subarray(from, end)).replace(/^\.\//, ''))
    from = end + 1
  }
  return ignored
}
