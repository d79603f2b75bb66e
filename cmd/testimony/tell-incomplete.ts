import type { Diagnostic } from '../../src/inventory/inventory.ts'
import { countWords } from '../../src/report/numbers.ts'
import { tell, type CommandContext } from './command-context.ts'

/** Names the files that tests may be missing of, which a command ends with 3 for. */
export const tellIncomplete = (diagnostics: readonly Diagnostic[], alreadyNamed: boolean, context: CommandContext): void => {
  const count = countWords(diagnostics.length, 'file')
  tell(context, `incomplete: ${count} could not be read or parsed, so tests may be missing${alreadyNamed ? ' (named above)' : ''}`)
  if (!alreadyNamed) for (const { path, message } of diagnostics) tell(context, `  ${path}: ${message}`)
}
