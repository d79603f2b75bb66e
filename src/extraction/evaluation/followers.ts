/** Iterators and views: lists that show what another value holds when they are asked, not when they were made. */
import { lose } from './doubtful-items.ts'
import type { Changeable } from './shared-changes.ts'
import type { ListValue, Value } from './value.ts'

/** Of those made before the last so many it is taken that they are gone through already. */
const MOST_FOLLOWERS = 20

export const follow = (made: Value, source: Value): void => {
  if (typeof made !== 'object' || made?.kind !== 'list' || typeof source !== 'object' || made === source) return
  if (source?.kind !== 'list' && source?.kind !== 'object') return
  const followers = (source.followers ??= [])
  if (followers.length === MOST_FOLLOWERS) followers.shift()
  followers.push(made)
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
