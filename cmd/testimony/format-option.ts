import { Option } from 'commander'

export interface FormatArguments {
  format: 'table' | 'json'
}

/** Of commands that list what the database has: for people, or all of it as one JSON object. */
export const formatOption = (): Option =>
  new Option('-f, --format <format>', 'how it is written').choices(['table', 'json']).default('table')
