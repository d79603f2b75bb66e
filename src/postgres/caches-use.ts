/** The day of a cached row's last use is written anew when it is used and this is older, in days: so a read seldom costs a write. */
export const USE_DAYS = 7
