import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the operator sets for reaching the network; nothing else of our environment gets to git. */
const PASSED_ON = [
  'PATH',
  'TMPDIR',
  'SYSTEMROOT',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
]

/** A folder that is not there: no `.gitconfig`, no `.netrc`, no `.config/git` is found in it. */
const NO_HOME = join(tmpdir(), 'testimony-no-home', 'none')

/**
 * An object that unfolds to more than this ends the git that reads it (a delta bomb of 1 KB may ask for any size).
 * Plain large blobs are streamed and need no such memory.
 */
const ALLOCATION_LIMIT = '600m'

/** The whole environment of a git command: no configuration but ours, no prompt, no lazy fetch, no secret of ours. */
export const gitEnvironment = (additions: Record<string, string> = {}): Record<string, string> => {
  const environment: Record<string, string> = {
    LC_ALL: 'C',
    HOME: NO_HOME,
    XDG_CONFIG_HOME: NO_HOME,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_ALLOC_LIMIT: ALLOCATION_LIMIT,
    GIT_ADVICE: '0',
  }
  for (const name of PASSED_ON) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return { ...environment, ...additions }
}

/** Settings that would run something or write in the background, off for each command, wherever it reads its configuration. */
export const SAFE_SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.sshCommand=false',
  'core.askPass=',
  'core.pager=cat',
  'credential.helper=',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.recurseSubmodules=no',
  'fetch.writeCommitGraph=false',
  'submodule.recurse=false',
  'transfer.bundleURI=false',
  'http.followRedirects=false',
  // Blobs' ids go in one piece: some servers refuse a request of unknown length.
  'http.postBuffer=33554432',
  'core.bigFileThreshold=32m',
].flatMap((setting) => ['-c', setting])
