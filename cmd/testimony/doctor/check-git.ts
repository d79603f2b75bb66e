import { runGit } from '../../../src/source/git-command.ts'
import { SourceError } from '../../../src/source/source-error.ts'
import { bad, good, type Check, type Finding } from './check.ts'

const OLDEST = { major: 2, minor: 37 }
const INSTALL = `install git ${OLDEST.major}.${OLDEST.minor} or newer and put it on the PATH`

/** Judges what `git --version` says: `git version 2.39.5 (Apple Git-154)`. */
export const judgeGit = (answer: string): Finding => {
  const version = /\d+\.\d+(\.\d+)*/.exec(answer)?.[0]
  if (version === undefined) return bad(`says '${answer.trim().slice(0, 80)}' when asked for its version`, INSTALL)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)
  return isOld ? bad(`${version} is too old`, INSTALL) : good(version)
}

export const checkGit: Check = {
  title: 'git',
  run: async ({ signal }) => {
    try {
      return [judgeGit((await runGit(['--version'], { signal })).stdout.toString())]
    } catch (error) {
      if (error instanceof SourceError && error.code === 'git-missing') return [bad('not found', INSTALL)]
      throw error
    }
  },
}
