/**
 * Something that a person can mend, told in one line that says what to do and without a stack: a database that does
 * not answer, a version that does not fit. `code` is stable, kebab-case.
 */
export class PlainFault extends Error {
  override readonly name = 'PlainFault'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
