/** What a makefile says: with its variables in their places, and without what is no command. */
import { putValues } from './put-values.ts'

export const isMakefile = (path: string): boolean => /(?:^|\/)(?:GNU)?makefile$/i.test(path)

const VARIABLE = /\$[({](\w+)[)}]/g
const LENGTH_LIMIT = 100_000

const ASSIGNMENT = /^(\w+)[ \t]*(\?|\+|:{0,3})=(.{0,500})$/gm

/** The last value that each variable gets, whatever it hangs on; `+=` adds to it, `?=` gives one where there is none. */
const valuesIn = (text: string): ReadonlyMap<string, string> => {
  const values = new Map<string, string>()
  for (const [, name = '', operator, written = ''] of text.matchAll(ASSIGNMENT)) {
    const [former, value] = [values.get(name), written.trim()]
    if (operator === '+' && former) values.set(name, `${former} ${value}`)
    else if (operator !== '?' || former === undefined) values.set(name, value)
  }
  return values
}

/** A makefile with its variables in their places. What has no value in it is left as it is, and what would make it too long. */
export const withVariables = (text: string): string => {
  const values = valuesIn(text)
  return putValues(text, VARIABLE, (name) => values.get(name), LENGTH_LIMIT)
}

/** A makefile without what its variables are given: parts of commands, which may go on where they are used. */
export const withoutAssignments = (text: string): string => text.replace(/^\w+[ \t]*(?:\?|\+|:{0,3})=.*$/gm, '')

/** A makefile without what its targets hang on: names of other targets and of files, which are no commands. */
export const withoutTargets = (text: string): string => text.replace(/^[^\s:=#][^:=\n]*::?(?![:=])[^;\n]*/gm, '')

/** Without what the shell leaves out as a comment, where no quote makes it doubtful. */
const withoutComment = (command: string): string => {
  const at = command.startsWith('#') ? 0 : command.indexOf(' #')
  return at < 0 || /["']/.test(command.slice(at)) ? command : command.slice(0, at)
}

/** The commands of all targets as the shell gets them: lines that go on are one, and what has no value is a variable of its own. */
export const recipesIn = (text: string): string[] =>
  withVariables(text.slice(0, LENGTH_LIMIT).replaceAll(/\\\r?\n[ \t]*/g, ' '))
    .split('\n')
    .filter((line) => line.startsWith('\t'))
    .map((line) =>
      withoutComment(line.trim().replace(/^[@+-]+/, ''))
        .replaceAll(VARIABLE, '${$1}')
        .replaceAll('$$', '$'),
    )
    .filter((command) => command !== '')
