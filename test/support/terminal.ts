/** Programs on a pseudo-terminal, as a person runs them. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** `script` of util-linux makes the pseudo-terminal; that of other systems takes other options. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true
/** Why a test with a terminal has to be skipped here; false where it need not be. */
export const terminalMissing = hasScript ? false : 'script of util-linux is not installed'

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

export interface Terminal {
  /** What the terminal was sent so far. */
  text: () => string
  until: (shown: RegExp) => Promise<void>
  press: (key: string) => void
  exit: Promise<number | null>
}

/** Runs a module of this checkout with its arguments. */
export const startInTerminal = (given: readonly string[], environment: Record<string, string> = {}): Terminal => {
  const command = ['stty cols 90 rows 30;', 'exec', quote(process.execPath), ...given.map(quote)].join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', SHELL: '/bin/sh', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let text = ''
  const watchers = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    for (const watcher of watchers) watcher()
  })
  const exit = once(child, 'close').then(() => {
    for (const watcher of watchers) watcher()
    return child.exitCode
  })
  return {
    text: () => text,
    until: (shown) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (shown.test(text)) resolve()
          else if (child.exitCode !== null) reject(new Error(`ended without showing ${String(shown)}: ${text}`))
        }
        watchers.add(look)
        look()
      }),
    press: (key) => child.stdin.write(key),
    exit,
  }
}
