/** The tables of docs/accuracy.md: a row a comparison, and what these come to for each framework. */
import type { Comparison } from './compare-tests.ts'

/** One repository by one framework, or all of a framework's. */
interface Figures {
  tests: number
  found: number
  asWritten: number
  dynamic: number
  missing: number
  extra: number
  conditional: number
  otherStatus: number
}

export interface Row extends Figures {
  framework: string
  /** As a link to the commit. */
  repository: string
  commit: string
  runner: string
}

/** Nothing but all is 100 %. */
export const percent = (part: number, whole: number): string => {
  const hundredths = Math.round((10_000 * part) / whole)
  return whole === 0 ? '–' : `${((part < whole ? Math.min(hundredths, 9999) : hundredths) / 100).toFixed(2)} %`
}

const withPercent = (part: number, whole: number): string => `${part} (${percent(part, whole)})`

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`)

export const rowOf = ({ truth, tests, found, asWritten, dynamic, missing, extra, conditional, otherStatus }: Comparison): Row => ({
  framework: truth.framework,
  repository: `[${truth.repository}](https://github.com/${truth.repository}/tree/${truth.commit})`,
  commit: `\`${truth.commit.slice(0, 10)}\``,
  runner: cell(truth.runnerVersion),
  tests,
  found,
  asWritten,
  dynamic,
  missing: missing.length,
  extra: extra.length,
  conditional: conditional.length,
  otherStatus: otherStatus.length,
})

const table = (texts: readonly string[], figures: readonly string[], rows: readonly string[][]): string =>
  [[...texts, ...figures], [...texts.map(() => '---'), ...figures.map(() => '--:')], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

const FIGURES = ['tests', 'found', 'as written', 'dynamic', 'missing', 'extra', 'conditional', 'status differs']

export const tableOf = (rows: readonly Row[]): string =>
  table(
    ['framework', 'repository', 'commit', 'runner'],
    FIGURES,
    rows.map(({ framework, repository, commit, runner, tests, found, asWritten, dynamic, missing, extra, conditional, otherStatus }) => [
      framework,
      repository,
      commit,
      runner,
      `${tests}`,
      withPercent(found, tests),
      ...[asWritten, dynamic, missing].map(String),
      withPercent(extra, tests),
      ...[conditional, otherStatus].map(String),
    ]),
  )

/** @throws Error where a line isn't one of `tableOf`. */
export const readTable = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const [framework = '', repository = '', commit = '', runner = '', ...figures] = line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((part) => part.trim())
      const numbers = figures.map((part) => Number.parseInt(part, 10))
      if (numbers.length !== FIGURES.length || numbers.some(Number.isNaN)) throw new Error(`No row of the table: ${line}`)
      const [tests = 0, found = 0, asWritten = 0, dynamic = 0, missing = 0, extra = 0, conditional = 0, otherStatus = 0] = numbers
      const texts = { framework, repository, commit, runner }
      return { ...texts, tests, found, asWritten, dynamic, missing, extra, conditional, otherStatus }
    })

const nameOf = ({ repository }: Row): string => repository.slice(0, repository.indexOf(']')).toLowerCase().replace(/^.*\//, '')

/**
 * A repository's rows by a framework give way to those that were measured anew, and all others stay.
 * @throws Error where fewer are measured than there were: which of them stay can't be told.
 */
export const replaceRows = (rows: readonly Row[], measured: readonly Row[]): Row[] => {
  const keyOf = ({ framework, repository }: Row): string => `${framework} ${repository.slice(1, repository.indexOf(']'))}`
  const [known, anew] = [Map.groupBy(rows, keyOf), Map.groupBy(measured, keyOf)]
  for (const [key, { length }] of anew) {
    const former = known.get(key)?.length ?? 0
    if (length < former) throw new Error(`Of the ${former} rows of ${key} only ${length} were measured: measure all, or delete the others.`)
  }
  const all = [...rows.filter((row) => !anew.has(keyOf(row))), ...measured]
  return all.toSorted((a, b) => (a.framework === b.framework ? nameOf(a).localeCompare(nameOf(b)) : a.framework < b.framework ? -1 : 1))
}

/** All rows of a framework together; the last figure leaves out what says of itself that a run decides it. What is conditional is extra, too, to who counts what ran. */
export const sumsOf = (rows: readonly Row[]): string =>
  table(
    ['framework'],
    [
      'repositories',
      'tests',
      'found',
      'as written',
      'dynamic',
      'missing',
      'extra',
      'extra with conditional',
      'found of all but as written and dynamic',
    ],
    [...Map.groupBy(rows, ({ framework }) => framework)].map(([framework, own]) => {
      const sum = (figure: keyof Figures): number => own.reduce((total, row) => total + row[figure], 0)
      const [tests, found, asWritten, dynamic] = [sum('tests'), sum('found'), sum('asWritten'), sum('dynamic')]
      return [
        framework,
        `${new Set(own.map(({ repository }) => repository)).size}`,
        `${tests}`,
        withPercent(found, tests),
        `${asWritten}`,
        `${dynamic}`,
        withPercent(sum('missing'), tests),
        withPercent(sum('extra'), tests),
        withPercent(sum('extra') + sum('conditional'), tests),
        percent(found, tests - asWritten - dynamic),
      ]
    }),
  )
