/** What Go alone knows of lists and maps: of which type they are, whether they are nil or pointers, and the arrays behind slices. */
import type { ListValue, ObjectValue, Value } from '../../evaluation/value.ts'

/** Where the items of a slice are in an array; a list without one is an array of its own. */
export interface Place {
  readonly array: Value[]
  readonly from: number
  /** How many items fit from there on; undefined where the language doesn't say. */
  readonly capacity: number | undefined
}

export interface Details {
  type?: Value
  isNil?: true
  /** It is nil and was given to an interface, which is none then. */
  isHeld?: true
  isPointer?: true
  place?: Place
  /** The slice that `append` made this of, whose array may or may not have had room. */
  origin?: ListValue
  /** The last that was made of it so. */
  result?: ListValue
}

/**
 * Kept in the value itself: tables beside hundreds of thousands of values are what collecting garbage takes longest for.
 * Of Go's values nothing else is kept there, so that what is there are these.
 */
export const detailsOf = (value: ListValue | ObjectValue): Details | undefined => value.details

export const noteDetails = (value: ListValue | ObjectValue): Details => (value.details ??= {})
