import type { Writable } from 'node:stream'

import { visibleText } from '../../src/report/visible-text.ts'

export type OutputStream = Writable & { isTTY?: boolean; columns?: number }

/** What every command is given: the world it runs in. */
export interface CommandContext {
  environment: NodeJS.ProcessEnv
  /** For data alone. */
  output: OutputStream
  /** For progress and messages. */
  messages: OutputStream
  /** Fires when the person wants an end. */
  signal: AbortSignal
  /** Whether faults are shown with their stack and cause. */
  debug: boolean
}

/** Runs one work of the command line, and keeps its exit code. */
export type RunWork = (work: (context: CommandContext) => Promise<number>) => Promise<void>

/** A line for whoever runs the command. Whatever it quotes can't break out of its line. */
export const tell = (context: CommandContext, line: string): void => {
  context.messages.write(`testimony: ${visibleText(line)}\n`)
}
