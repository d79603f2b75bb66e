import { format } from 'node:util'
import { plainOf, undecided } from '../../languages/javascript/text-of-value.ts'
import type { FormatTitle } from '../../languages/javascript/declaring/tables.ts'

export const formatVitestTitle: FormatTitle = (title, row) => {
  const args = row.arguments.map((argument) => plainOf(argument))
  if (args.includes(undecided)) return null
  return format(title, ...args)
}
