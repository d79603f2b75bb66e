import { withoutSecrets } from './without-secrets.ts'

/**
 * How commander tells wrong arguments: in one line that names the program and says where help is, as all faults are told.
 * `given`: the arguments, which it may repeat.
 */
export const commanderOutput = (program: string, given: readonly string[]) => ({
  outputError: (text: string, write: (text: string) => void): void => {
    const line = given
      .reduce((said, argument) => said.replaceAll(argument, () => withoutSecrets(argument)), text)
      .replace(/^error: /, `${program}: `)
      .trim()
      .replaceAll('\n', ' ')
    write(`${line} (--help shows what there is)\n`)
  },
})
