import { runGit } from './git-command.ts'
import { SourceError } from './source-error.ts'

/** The first git that can be told which addresses a host has (`http.curloptResolve`), without which a name could lead elsewhere than was judged. */
const OLDEST_FOR_REMOTES = [2, 37] as const

let known: Promise<string> | undefined

const versionOf = async (): Promise<string> => {
  const { stdout } = await runGit(['--version'], { signal: AbortSignal.timeout(30_000) })
  return stdout.toString().trim()
}

/** Fails where the git of this machine is too old to read from other hosts safely. */
export const requireGitForRemotes = async (): Promise<void> => {
  known ??= versionOf().catch((error: unknown) => {
    known = undefined
    throw error
  })
  const version = await known
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? []
  const [wantedMajor, wantedMinor] = OLDEST_FOR_REMOTES
  if (Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor)) return
  throw new SourceError(
    'git-too-old',
    `${version} can't read from other hosts safely: install git ${OLDEST_FOR_REMOTES.join('.')} or newer`,
  )
}
