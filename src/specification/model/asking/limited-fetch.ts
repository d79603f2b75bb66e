/** Far more than the longest answer that was asked for, and far less than what would fill the memory. */
export const LONGEST_ANSWER = 2 * 2 ** 20

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
  readonly code = 'model-answer-too-large'

  constructor(limit: number) {
    super(`An answer of a model was given up after ${limit} bytes; it is asked again, or written without it`)
  }
}

const readWithin = async (body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let read = 0
  for await (const chunk of body) {
    read += chunk.length
    if (read > limit) throw new AnswerTooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Answers end at a size, and nothing is sent on to where a server points: the key is for that server. */
export const createLimitedFetch =
  (limit = LONGEST_ANSWER): typeof fetch =>
  async (input, init) => {
    const { body, status, statusText, headers } = await fetch(input, { ...init, redirect: 'manual' })
    return new Response(body && (await readWithin(body, limit)), { status, statusText, headers })
  }
