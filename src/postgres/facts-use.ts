/** `facts.used_on` is written anew when facts are used and it is older than this, in days: so a read seldom costs a write. */
export const FACTS_USE_DAYS = 7
