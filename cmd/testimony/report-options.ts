import { InvalidArgumentError, Option, type Command } from 'commander'

import { STATUSES, type Status } from '../../src/inventory/inventory.ts'
import { GATES, type Gate } from '../../src/report/gate.ts'
import { REPORT_FORMATS, type ReportFormat } from '../../src/report/report-format.ts'

/** What somebody asks of the report of an inventory, as the command line's options say it. */
export interface ReportArguments {
  format: ReportFormat
  output?: string
  framework?: string[]
  status?: Status[]
  failOn?: Gate[]
  verbose?: true
  tests?: true
}

const partsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** Words separated by commas, each one of the choices; the option may be given several times. */
const listOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (text: string, before: Choice[] | undefined): Choice[] => {
    const named = partsOf(text).map((part) => {
      const choice = choices.find((candidate) => candidate === part)
      if (choice === undefined) throw new InvalidArgumentError(`It takes ${choices.join(', ')}, separated by commas.`)
      return choice
    })
    if (named.length === 0) throw new InvalidArgumentError(`It takes ${choices.join(', ')}, separated by commas.`)
    return [...(before ?? []), ...named]
  }

const listOfNames = (text: string, before: string[] | undefined): string[] => [...(before ?? []), ...partsOf(text)]

/** Options of every command that shows an inventory. */
export const addReportOptions = (command: Command): Command =>
  command
    .addOption(new Option('-f, --format <format>', 'how the inventory is written').choices(REPORT_FORMATS).default('table'))
    .option('-o, --output <file>', 'write it to a file, which appears whole or not at all')
    .addOption(new Option('--framework <names>', 'show only tests of these frameworks, separated by commas').argParser(listOfNames))
    .addOption(new Option('--status <statuses>', `show only tests of these: ${STATUSES.join(', ')}`).argParser(listOf(STATUSES)))
    .addOption(new Option('--fail-on <what>', `end with 1 where there is any of these: ${GATES.join(', ')}`).argParser(listOf(GATES)))
    .option('-v, --verbose', 'list every file and every marked test (table, markdown)')
    .option('-t, --tests', 'list every suite and test (table, markdown)')
