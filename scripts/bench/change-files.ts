/** A commit on top of another in which some files have a line more: made in the object store, without a work tree. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const changeFiles = (gitDirectory: string, branch: string, paths: readonly string[], addition: string): void => {
  const scratch = mkdtempSync(join(tmpdir(), 'testimony-bench-'))
  const env = {
    ...process.env,
    GIT_INDEX_FILE: join(scratch, 'index'),
    GIT_AUTHOR_NAME: 'bench',
    GIT_AUTHOR_EMAIL: 'bench@example.invalid',
    GIT_COMMITTER_NAME: 'bench',
    GIT_COMMITTER_EMAIL: 'bench@example.invalid',
  }
  const git = (args: readonly string[], input?: string): string =>
    execFileSync('git', [`--git-dir=${gitDirectory}`, ...args], {
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      ...(input === undefined ? {} : { input }),
    }).trim()
  try {
    git(['read-tree', branch])
    for (const path of paths) {
      const text = execFileSync('git', [`--git-dir=${gitDirectory}`, 'cat-file', 'blob', `${branch}:${path}`], { encoding: 'utf8' })
      const blob = git(['hash-object', '-w', '--stdin'], `${text}\n${addition}\n`)
      git(['update-index', '--cacheinfo', `100644,${blob},${path}`])
    }
    const commit = git(['commit-tree', git(['write-tree']), '-p', branch, '-m', 'Change some files'])
    git(['update-ref', `refs/heads/${branch}`, commit])
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
