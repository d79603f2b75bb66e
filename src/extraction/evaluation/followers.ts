/** Iterators and views: lists that show what another value holds when they are asked, not when they were made. */
import { lose, partsOf } from './doubtful-items.ts'
import type { Changeable } from './shared-changes.ts'
import { list, type ListValue, type Value } from './value.ts'

/** Of those made before the last so many it is taken that they are gone through already. */
const MOST_FOLLOWERS = 20

export const follow = (made: Value, source: Value): void => {
  if (typeof made !== 'object' || made?.kind !== 'list' || typeof source !== 'object' || made === source) return
  if (source?.kind !== 'list' && source?.kind !== 'object') return
  const followers = (source.followers ??= [])
  if (followers.length === MOST_FOLLOWERS) followers.shift()
  followers.push(made)
}

/** Tells whether a list that is gone through has lost or moved some of what it had: whoever goes on may miss what comes next. */
export const watchFor = (value: ListValue): (() => boolean) => {
  const before = partsOf(value)
  let isLost = false
  const watch = (): ListValue => {
    const made = list([])
    follow(made, value)
    return made
  }
  let watched = watch()
  return () => {
    if (isLost || !watched.open) return isLost
    const now = partsOf(value)
    isLost = !before.every(
      (part, at) => part.item === now[at]?.item && (part.doubt === undefined ? now[at]?.doubt === undefined : part === now[at]),
    )
    watched = watch()
    return isLost
  }
}

/** Before a value is changed: nothing is known any more of what follows it. `note`: before one of these is lost. */
export const loseFollowers = (value: Changeable, note: (follower: ListValue) => void): void => {
  if ((value.kind !== 'list' && value.kind !== 'object') || !value.followers) return
  const { followers } = value
  delete value.followers
  for (const follower of followers) {
    note(follower)
    lose(follower)
  }
}
