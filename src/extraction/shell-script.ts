/** What a shell script starts: its lines with the variables that it sets itself in their places. */

/** One that runs tests is called so; others are not read. */
const RUNS_TESTS = /(?:test|spec|e2e|jest|mocha|vitest|playwright|cypress)[^/]*\.(?:ba)?sh$/i

export const isTestScript = (path: string): boolean => RUNS_TESTS.test(path)

const LENGTH_LIMIT = 50_000
/** A variable gets a value in each branch: so many are followed. */
const MOST_VALUES = 8
/** Variables that stand in variables. */
const NESTING_LIMIT = 4

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

/** A line with each variable's value of this turn, or its last; what has none is left as it is, and what would make it too long. */
const withValues = (line: string, values: ReadonlyMap<string, readonly string[]>, turn: number): string => {
  let read = line
  for (let depth = 0; depth < NESTING_LIMIT; depth++) {
    let { length } = read
    const next = read.replaceAll(VARIABLE, (whole, braced?: string, plain?: string) => {
      const known = values.get(braced ?? plain ?? '')
      const value = known?.[turn] ?? known?.at(-1)
      if (value === undefined || length + value.length > LENGTH_LIMIT) return whole
      length += value.length
      return value
    })
    if (next === read) break
    read = next
  }
  return read
}

/** Each command line, once for each of the values that its variables get. */
export const commandsInShell = (text: string): string[] => {
  const lines = text
    .slice(0, LENGTH_LIMIT)
    .replaceAll(/[ \t]*\\\r?\n[ \t]*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  const values = valuesIn(lines)
  const turns = Math.max(1, ...[...values.values()].map((known) => known.length))
  const commands = lines.filter((line) => !ASSIGNMENT.test(line) && !STARTS_NONE.test(line))
  return [...new Set(commands.flatMap((line) => Array.from({ length: turns }, (_, turn) => withValues(line, values, turn))))]
}
