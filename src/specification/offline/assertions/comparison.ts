/** What an assertion compares, and how. */

/** How what is on the left is said to be; `''` on the right where that says it all. */
export type Relation =
  | 'is'
  | 'contains'
  | 'has length'
  | 'is called'
  | 'is of the type'
  | 'starts with'
  | 'ends with'
  | 'is more than'
  | 'is at least'
  | 'is less than'
  | 'is at most'

export interface Comparison {
  left: string
  relation: Relation
  negated: boolean
  right: string
}

export const compared = (left: string | undefined, relation: Relation, right: string | undefined, negated = false): Comparison | null =>
  left === undefined || right === undefined || left === '' ? null : { left, relation, negated, right }
