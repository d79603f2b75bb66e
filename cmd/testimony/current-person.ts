import { userInfo } from 'node:os'

/** Who runs the command line, as jobs name whoever asked for them or did something to them. */
export const currentPerson = (): string => {
  try {
    return `command-line:${userInfo().username}`
  } catch {
    // Containers may run under a number that has no name.
    return 'command-line:unknown'
  }
}
