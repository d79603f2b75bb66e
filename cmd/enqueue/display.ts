export interface MessageStream {
  isTTY?: boolean
  columns?: number
  write: (text: string) => unknown
}

/** What a person reads beside the job's id. */
export interface Display {
  /** A line that stays. */
  say: (message: string) => void
  /** One line that is drawn over and over: on a terminal, and nowhere else. */
  show: (progress: string) => void
  clear: () => void
}

const CLEAR_LINE = '\r\u001b[2K'

/** What servers and repositories said stands in messages: nothing of it may move a cursor or break a line. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')

export const createDisplay = (stream: MessageStream, environment: NodeJS.ProcessEnv): Display => {
  const draws = stream.isTTY === true && environment['TERM'] !== 'dumb'
  let shown = false
  const clear = (): void => {
    if (shown) stream.write(CLEAR_LINE)
    shown = false
  }
  return {
    say: (message) => {
      clear()
      stream.write(`enqueue: ${oneLine(message)}\n`)
    },
    show: (progress) => {
      if (!draws) return
      stream.write(CLEAR_LINE + oneLine(progress).slice(0, (stream.columns || 80) - 1))
      shown = true
    },
    clear,
  }
}
