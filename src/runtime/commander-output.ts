/**
 * How commander tells wrong arguments: in one line that names the program and says where help is, as all faults are told.
 */
export const commanderOutput = (program: string) => ({
  outputError: (text: string, write: (text: string) => void): void =>
    write(
      `${text
        .replace(/^error: /, `${program}: `)
        .trim()
        .replaceAll('\n', ' ')} (--help shows what there is)\n`,
    ),
})
