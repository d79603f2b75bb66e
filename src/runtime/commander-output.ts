import { withoutSecrets } from './without-secrets.ts'

/** The value of `--name=value` and `-nvalue`, which is told without the option, before the argument as a whole. */
const withItsValue = (argument: string): string[] => {
  const value = argument.startsWith('--') ? argument.slice(argument.indexOf('=') + 1) : argument.startsWith('-') ? argument.slice(2) : ''
  return value === '' ? [argument] : [value, argument]
}

/**
 * How commander tells wrong arguments: in one line that names the program and says where help is, as all faults are told.
 * `given`: the arguments, which it may repeat.
 */
export const commanderOutput = (program: string, given: readonly string[]) => ({
  outputError: (text: string, write: (text: string) => void): void => {
    const line = given
      .flatMap(withItsValue)
      .reduce((said, part) => said.replaceAll(part, () => withoutSecrets(part)), text)
      .replace(/^error: /, `${program}: `)
      .trim()
      .replaceAll('\n', ' ')
    write(`${line} (--help shows what there is)\n`)
  },
})
