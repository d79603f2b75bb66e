import { execa } from 'execa'

import { gitEnvironment, SAFE_SETTINGS } from './git-environment.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'

export interface GitOptions {
  signal: AbortSignal
  /** The repository (`GIT_DIR`); without it git looks for none. */
  gitDirectory?: string
  environment?: Record<string, string>
  /** Settings of this command, as `name=value`. */
  settings?: readonly string[]
  input?: string | Uint8Array
  workingDirectory?: string
}

export interface GitResult {
  exitCode: number
  stdout: Buffer
  stderr: string
}

/** How long a git that was asked to end may take before it is killed. */
const FORCE_KILL_AFTER_MS = 2_000
/** No answer that is taken whole may be longer than this; long ones are streamed. */
const MAX_ANSWER_BYTES = 1024 * 1024 * 1024

const commandOf = (args: readonly string[], options: GitOptions): string[] => [
  ...SAFE_SETTINGS,
  ...(options.settings ?? []).flatMap((setting) => ['-c', setting]),
  ...args,
]

const environmentOf = (options: GitOptions): Record<string, string> =>
  // Without a repository of its own a command must not find the one we happen to stand in.
  gitEnvironment({ GIT_DIR: options.gitDirectory ?? '/dev/null', ...options.environment })

const spawnOptions = (options: GitOptions) =>
  ({
    env: environmentOf(options),
    ...(options.workingDirectory === undefined ? {} : { cwd: options.workingDirectory }),
    extendEnv: false,
    cancelSignal: options.signal,
    forceKillAfterDelay: FORCE_KILL_AFTER_MS,
    // git's transports are processes of their own: they would outlive it, and hold its output open, until their server speaks.
    killDescendants: true,
    reject: false,
    stripFinalNewline: false,
    encoding: 'buffer',
    windowsHide: true,
  }) as const

const gitMissing = (cause: unknown): SourceError =>
  new SourceError('git-missing', 'git was not found on the PATH: install git 2.37 or newer', { cause })

/** Runs git to its end and gives its whole output. What git says of a failure is for the caller to judge; only a git that can't be run throws. */
export const runGit = async (args: readonly string[], options: GitOptions): Promise<GitResult> => {
  options.signal.throwIfAborted()
  const result = await execa('git', commandOf(args, options), {
    ...spawnOptions(options),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    maxBuffer: MAX_ANSWER_BYTES,
  })
  options.signal.throwIfAborted()
  if (result.code === 'ENOENT') throw gitMissing(result.cause)
  if (result.isMaxBuffer)
    throw new SourceError('too-many-files', `git ${args[0]} gave more than ${MAX_ANSWER_BYTES} bytes: give a folder of the repository`)
  return {
    exitCode: result.exitCode ?? -1,
    stdout: Buffer.from(result.stdout.buffer, result.stdout.byteOffset, result.stdout.byteLength),
    stderr: Buffer.from(result.stderr).toString(),
  }
}

export interface GitProcess extends AsyncDisposable {
  readonly stdin: NodeJS.WritableStream
  readonly stdout: AsyncIterable<Buffer>
  /** Its end: exit code and what it said on standard error. */
  readonly ended: Promise<{ exitCode: number; stderr: string }>
}

/** A running git whose output is taken as it comes; leaving the scope ends it. */
export const spawnGit = (args: readonly string[], options: GitOptions): GitProcess => {
  options.signal.throwIfAborted()
  const child = execa('git', commandOf(args, options), {
    ...spawnOptions(options),
    stdin: 'pipe',
    buffer: { stdout: false, stderr: true },
  })
  // A git that ends early closes its input; what that means is told by its exit code.
  child.stdin.on('error', () => {})
  const ended = child.then((result) => {
    if (result.code === 'ENOENT') throw gitMissing(result.cause)
    return { exitCode: result.exitCode ?? -1, stderr: Buffer.from(result.stderr).toString() }
  })
  // Whoever doesn't wait for the end has left already.
  ended.catch(() => {})
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    async [Symbol.asyncDispose]() {
      child.stdin.destroy()
      child.stdout.destroy()
      child.kill('SIGKILL')
      await ended.catch(() => {})
    },
  }
}

/** Begins the name of the folder that git is given in the place of a repository's own. */
export const VIEW_PREFIX = 'testimony-view-'

const IN_VIEW = new RegExp(`[^\\s']*/${VIEW_PREFIX}[^/\\s']+/?`, 'g')

/** The line of git's messages that says what went wrong, fit to be shown: paths as they are in the repository's git folder. */
export const gitComplaint = (stderr: string): string => {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  const fault = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1) ?? 'git gave no reason'
  return printable(fault.replace(/^(fatal|error): /, '').replaceAll(IN_VIEW, ''))
}
