/** Calls of pytest in scripts: which words of a text are one, and which of its words are no option's value. */

import { wordsOf } from './command-words.ts'

/** As a word of its own, with no directory before it; `-mpytest` too. */
const PYTEST_WORD = /(?<![\w.-])(-m)?py\.?test(?:\.exe)?(?=["'\s]|$)/g

/** What may stand before a command without being one: make's marks, keys, assignments, variables, words that pass a command on. */
const PASSES_ON =
  /^(?:[-@+!]+|@?[\w.-]+:|@?\w+=\S*|@?\$?[({][^\s]*[)}]|@?(?:time|timeout|env|sudo|exec|command|nice|xvfb-run|if|then|do|else)|\d+[smh]?)$/

const filledWordsOf = (text: string): string[] => wordsOf(text).filter((word) => word !== '')

/** Far enough for what passes a command on; a line may be as long as its file. */
const LOOK_BACK = 500

/** Whether what stands before a word in its line leaves it to be a command. */
const leadsToCommand = (before: string): boolean => {
  const lead = before
    .replace(/[^\s"'=]*\/$/, '')
    .replace(/["'`]+$/, '')
    .trimEnd()
  // `commands = pytest`, `run: pytest`, `session.run("pytest"`, `sh -c "pytest`
  if (lead === '' || /(?:[=:([]|\s-\w?c)$/.test(lead)) return true
  const words = filledWordsOf(lead)
  if (words.at(-1) === '-m') return true
  const runner = Math.max(words.lastIndexOf('run'), words.lastIndexOf('exec'))
  // `uv run --with x pytest`
  if (runner >= 0 && words.slice(runner + 1).every((word, at, all) => word.startsWith('-') || all[at - 1]?.startsWith('-'))) return true
  return words.every((word) => PASSES_ON.test(word))
}

const SHORT_FLAGS = /^-[vqsxlhV]+$/
/** Of short options that are joined, the last one's value may be the next word: `-xk kettle`. */
const SHORT_OPTION = /^-[vqsxlhV]*[A-Za-z]$/
const LONG_FLAG =
  /^--(?:|verbose|quiet|exitfirst|lf|last-failed|ff|failed-first|nf|new-first|sw|stepwise|(?:sw|stepwise)-(?:skip|reset)|cache-clear|disable(?:-pytest)?-warnings|showlocals|full-trace|pdb|trace|trace-config|collect-only|co|collect-in-virtualenv|pyargs|noconftest|keep-duplicates|doctest-(?:modules|ignore-import-errors|continue-on-failure)|continue-on-collection-errors|strict|strict-config|strict-markers|setup-(?:only|show|plan)|fixtures|fixtures-per-test|funcargs|markers|help|version|runxfail|force-short-summary|xfail-tb|cov-(?:append|branch|reset)|forked|boxed|looponfail|headed|reuse-db|create-db|nomigrations|migrations|mypy|flake8|black|isort|pylint|random-order|snapshot-update|benchmark-(?:only|skip|disable|enable|autosave)|nbval(?:-lax)?|no-[\w-]+|run-?[\w-]+)$/

const takesNext = (word: string): boolean =>
  word.startsWith('--') ? !word.includes('=') && !LONG_FLAG.test(word) : SHORT_OPTION.test(word) && !SHORT_FLAGS.test(word)

/** What calls of pytest in a text are told to look into: of an option that isn't known, the next word may be the value. */
export const pytestTargets = (text: string): string[] =>
  text.split(/[\n;&|#]/).flatMap((command) => {
    for (const match of command.matchAll(PYTEST_WORD)) {
      if (!match[1] && !leadsToCommand(command.slice(Math.max(0, match.index - LOOK_BACK), match.index))) continue
      const words = filledWordsOf(command.slice(match.index + match[0].length))
      return words.filter((word, at) => !word.startsWith('-') && !takesNext(words[at - 1] ?? ''))
    }
    return []
  })
