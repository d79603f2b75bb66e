import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'

const run = promisify(execFile)

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2024-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2024-01-01T00:00:00Z',
  // No sample hooks and no look at whether there is something to tidy: a third of what a small repository costs.
  GIT_TEMPLATE_DIR: '',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
}

/** The real git, with a fixed author and nothing of this machine's configuration; gives its standard output. */
export const git = async (directory: string, ...args: string[]): Promise<string> => {
  const running = run('git', args, { cwd: directory, env: ENVIRONMENT, maxBuffer: 1 << 28, timeout: 60_000 })
  running.child.stdin?.end()
  return (await running).stdout.trimEnd()
}

/** Like `git`, with something on its standard input. */
export const gitWithInput = async (directory: string, input: string | Uint8Array, ...args: string[]): Promise<string> => {
  const child = spawn('git', args, { cwd: directory, env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return (await text(child.stdout)).trimEnd()
}

export interface TemporaryFolder extends AsyncDisposable {
  path: string
}

export const temporaryFolder = async (): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'testimony-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 10 }) }
}

export type Files = Record<string, string | Uint8Array>

export const writeFiles = async (directory: string, files: Files): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), content)
  }
}

/** A repository with a work tree and one commit of these files; gives its commit. */
export const makeRepository = async (directory: string, files: Files, ...initArguments: string[]): Promise<string> => {
  await mkdir(directory, { recursive: true })
  await git(directory, 'init', '-q', '-b', 'main', ...initArguments)
  return commitFiles(directory, files)
}

export const commitFiles = async (directory: string, files: Files, message = 'Change'): Promise<string> => {
  await writeFiles(directory, files)
  await git(directory, 'add', '-A')
  await git(directory, 'commit', '-q', '--allow-empty', '-m', message)
  return git(directory, 'rev-parse', 'HEAD')
}

export interface RawNode {
  mode: '100644' | '100755' | '120000' | '160000' | '040000'
  id: string
  name: string | Uint8Array
}

/** A tree of exactly these names, which no work tree could hold. */
export const makeTree = (repository: string, nodes: readonly RawNode[]): Promise<string> => {
  const types = { '160000': 'commit', '040000': 'tree', '100644': 'blob', '100755': 'blob', '120000': 'blob' }
  const records = nodes.flatMap(({ mode, id, name }) => [Buffer.from(`${mode} ${types[mode]} ${id}\t`), Buffer.from(name), Buffer.of(0)])
  return gitWithInput(repository, Buffer.concat(records), 'mktree', '-z', '--missing')
}

export const makeBlob = (repository: string, content: string | Uint8Array): Promise<string> =>
  gitWithInput(repository, content, 'hash-object', '-w', '--stdin')

/** Commits a tree to a branch without touching index or work tree. */
export const commitTree = async (repository: string, tree: string, branch = 'main'): Promise<string> => {
  const commit = await git(repository, 'commit-tree', tree, '-m', 'Tree')
  await git(repository, 'update-ref', `refs/heads/${branch}`, commit)
  return commit
}
