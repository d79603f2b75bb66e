/** How statements ended other than by running out, and what constructs make of that. */
import { either, type Value } from './value.ts'

export interface Ending {
  readonly kind: 'return' | 'break' | 'continue' | 'throw'
  readonly value: Value
  /** Of a `break` or `continue`: the statement that it names; without one the innermost loop or switch. */
  readonly label?: string
}

/** `certain: false`: they may have run out as well. */
export interface Ended {
  /** The ways in which they may have ended, at least one. */
  readonly endings: readonly Ending[]
  readonly certain: boolean
}

export type Completion = Ended | null

export const endedBy = (kind: Ending['kind'], value?: Value, label?: string): Ended => ({
  endings: [{ kind, value, ...(label === undefined ? {} : { label }) }],
  certain: true,
})

/** Values of returns are joined, so that a long function has no long list of endings. */
const join = (first: readonly Ending[], second: readonly Ending[]): Ending[] => {
  const joined = [...first]
  for (const ending of second) {
    const at = joined.findIndex((known) => known.kind === ending.kind && known.label === ending.label)
    const known = joined[at]
    if (known) joined[at] = { ...known, value: either(known.value, ending.value) }
    else joined.push(ending)
  }
  return joined
}

/** One of two ways was gone, and it isn't known which. */
export const oneOf = (first: Completion, second: Completion): Completion => {
  if (!first || !second) return first ? { ...first, certain: false } : second && { ...second, certain: false }
  return { endings: join(first.endings, second.endings), certain: first.certain && second.certain }
}

/** The second was come to where the first did not end. */
export const followedBy = (first: Completion, second: Completion): Completion =>
  first?.certain ? first : first && second ? { endings: join(first.endings, second.endings), certain: second.certain } : (first ?? second)

/** What is left of it behind a statement that some endings lead to the end of. */
export const without = (completion: Completion, isOwn: (ending: Ending) => boolean): { isHit: boolean; rest: Completion } => {
  if (!completion?.endings.some(isOwn)) return { isHit: false, rest: completion }
  const endings = completion.endings.filter((ending) => !isOwn(ending))
  return { isHit: true, rest: endings.length === 0 ? null : { endings, certain: false } }
}

const isThrow = ({ kind }: Ending): boolean => kind === 'throw'

/** Whether it ended by throwing, whichever way it went. */
export const isThrown = (completion: Completion): completion is Ended => completion?.certain === true && completion.endings.every(isThrow)

/** Whether, where it ended at all, it ended by throwing. */
export const onlyThrows = (completion: Completion): boolean => completion !== null && completion.endings.every(isThrow)

export const withoutThrows = (completion: Completion): Completion => without(completion, isThrow).rest

/** What a call gives of a function that ended so. */
export const returnedValue = (completion: Completion): Value => {
  const ending = completion?.endings.find(({ kind }) => kind === 'return')
  if (!completion || !ending) return undefined
  return completion.certain ? ending.value : either(ending.value, undefined)
}
