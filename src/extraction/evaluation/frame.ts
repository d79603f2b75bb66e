/** Where evaluation is: the calls and loops it has entered, outermost first. */
export interface Frame {
  readonly kind: 'call' | 'loop'
  readonly node: object
  /** The file whose text holds the call or loop, and its line there. */
  readonly path: string
  readonly line: number
}
