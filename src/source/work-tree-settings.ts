import { lstat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { runGit } from './git-command.ts'
import type { LocalRepository } from './local-repository.ts'

/**
 * Settings of a repository that say how its file system shows files, which git sets itself when it makes one. Without
 * them every file may look changed. They are switches: nothing of them names a program or a path.
 */
const FILE_SYSTEM_SETTINGS =
  '^core\\.(filemode|ignorecase|precomposeunicode|symlinks|trustctime|checkstat|autocrlf|eol|sparsecheckout|sparsecheckoutcone)$'
const SWITCH = /^(true|false|input|native|lf|crlf|minimal|default|yes|no|on|off|0|1)$/i

const switchesOf = async (repository: LocalRepository, signal: AbortSignal): Promise<string[]> => {
  const configuration = join(repository.commonDirectory, 'config')
  const stats = await lstat(configuration).catch(() => null)
  if (stats === null || !stats.isFile()) return []
  const { stdout } = await runGit(['config', '--file', configuration, '--no-includes', '-z', '--get-regexp', FILE_SYSTEM_SETTINGS], {
    signal,
  })
  return stdout
    .toString()
    .split('\0')
    .flatMap((record) => {
      const [name = '', value = 'true'] = record.split('\n')
      return name !== '' && SWITCH.test(value) ? [`${name}=${value}`] : []
    })
}

/**
 * The list of files that the person at this machine ignores everywhere (editors' and the system's own), from their own
 * configuration: read as data, since without it a work tree would count as changed wherever a desktop left its files.
 */
const personalIgnoreList = async (signal: AbortSignal): Promise<string> => {
  const home = homedir()
  const personal = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config')
  const { exitCode, stdout } = await runGit(['config', '--global', '--type=path', '--get', 'core.excludesFile'], {
    environment: { HOME: home, XDG_CONFIG_HOME: personal, GIT_CONFIG_GLOBAL: process.env['GIT_CONFIG_GLOBAL'] ?? join(home, '.gitconfig') },
    signal,
  })
  const path = exitCode === 0 ? stdout.toString().trimEnd() : join(personal, 'git', 'ignore')
  const stats = await lstat(path).catch(() => null)
  return stats?.isFile() === true ? path : '/dev/null'
}

/** What comparing a work tree with its index needs to know of this repository and this machine. */
export const workTreeSettings = async (repository: LocalRepository, signal: AbortSignal): Promise<string[]> => {
  const [switches, ignoreList] = await Promise.all([switchesOf(repository, signal), personalIgnoreList(signal)])
  return [...switches, `core.excludesFile=${ignoreList}`]
}
