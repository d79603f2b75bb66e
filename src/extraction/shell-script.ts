/** What a shell script starts: its lines with the variables that it sets itself in their places. */
import { putValues } from './put-values.ts'

/** One that runs tests is called so; others are not read. */
const RUNS_TESTS = /(?:test|spec|e2e|jest|mocha|vitest|playwright|cypress)[^/]*$/i
const LONGEST_NAME = 255

export const isTestScript = (word: string): boolean => {
  const name = /\.(?:ba)?sh$/.test(word) ? word.slice(word.lastIndexOf('/') + 1) : ''
  return name.length <= LONGEST_NAME && RUNS_TESTS.test(name)
}

const LENGTH_LIMIT = 50_000
/** Of all that is made of one script. */
const MOST_CHARACTERS = 200_000
/** A variable gets a value in each branch: so many are followed. */
const MOST_VALUES = 8

const ASSIGNMENT = /^(?:(?:export|local|readonly|declare)\s+)?([A-Za-z_]\w*)=(?:"([^"`\n]*)"|'([^'\n]*)'|([^\s"'`;|&()]*))$/
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?::?-[^}$]*)?\}|([A-Za-z_]\w*))/g

/** They name runners without starting any. */
const STARTS_NONE =
  /^(?:echo|printf|which|type|hash|command|rm|cp|mv|mkdir|cat|grep|git|docker|apt|apt-get|apk|brew|pip3?|curl|wget)\s|^(?:npm|pnpm|yarn|bun)\s+(?:install|i|ci|add|link)\b/

const valuesIn = (lines: readonly string[]): Map<string, string[]> => {
  const values = new Map<string, string[]>()
  for (const line of lines) {
    const [, name, double, single, bare] = ASSIGNMENT.exec(line) ?? []
    const value = double ?? single ?? bare
    if (name === undefined || value === undefined || value.includes('$(')) continue
    const known = values.get(name) ?? []
    values.set(name, known)
    if (known.length < MOST_VALUES && !known.includes(value)) known.push(value)
  }
  return values
}

/** Where the script goes elsewhere; back to a place beside itself is where its package is. */
const LEAVES = /^(?:cd|pushd)\s+(?!.*\bdirname\b)/
const HERE_DOCUMENT = /<<-?\s*["']?(\w+)/

/** Lines that go on are one; comments, texts for other programs, and what is done elsewhere are left out. */
const linesOf = (text: string): string[] => {
  const lines: string[] = []
  let until: string | undefined
  for (const written of text
    .slice(0, LENGTH_LIMIT)
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')) {
    const line = written.trim()
    if (until !== undefined) {
      if (line === until) until = undefined
      continue
    }
    if (LEAVES.test(line)) break
    until = HERE_DOCUMENT.exec(line)?.[1]
    if (line !== '' && !line.startsWith('#')) lines.push(line)
  }
  return lines
}

/** Each command line, once for each of the values that its variables get; not all of them where that is too much. */
export const commandsInShell = (text: string): string[] => {
  const lines = linesOf(text)
  const values = valuesIn(lines)
  const turns = Math.max(1, ...[...values.values()].map((known) => known.length))
  const commands = new Set<string>()
  let left = MOST_CHARACTERS
  for (const line of lines) {
    if (ASSIGNMENT.test(line) || STARTS_NONE.test(line)) continue
    for (let turn = 0; turn < (line.includes('$') ? turns : 1); turn++) {
      const valueOf = (name: string): string | undefined => values.get(name)?.[turn] ?? values.get(name)?.at(-1)
      const command = putValues(line, VARIABLE, valueOf, left)
      left -= command.length
      if (left < 0) return [...commands]
      commands.add(command)
    }
  }
  return [...commands]
}
