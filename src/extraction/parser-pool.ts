/** Worker threads that parse and link; a crash or hang in native code ends one thread, which is replaced. */
export interface ParserPool extends AsyncDisposable {
  readonly size: number
}

export const createParserPool = (_options: { size: number }): ParserPool => {
  throw new Error('not written yet')
}
