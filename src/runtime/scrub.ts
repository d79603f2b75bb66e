/** Replaces what must not be shown: the given secrets, and user information in any URL. */

const SHOWN_INSTEAD = '[redacted]'
/** Shorter ones would blank out ordinary words; nothing so short is a secret worth the name. */
const SHORTEST_SECRET = 4
/** No scheme is longer; without an end to it, what is read again and again grows with the square of a long word. */
const USER_INFORMATION = /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@"'\\]+@/gi

/** A scrubber for text, also for JSON text: secrets are found as they are and as JSON writes them. */
export const createScrubber = (secrets: readonly string[]): ((text: string) => string) => {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
  const longestFirst = [...new Set(forms)].sort((left, right) => right.length - left.length)
  return (text) =>
    longestFirst.reduce((scrubbed, form) => scrubbed.replaceAll(form, SHOWN_INSTEAD), text).replace(USER_INFORMATION, `$1${SHOWN_INSTEAD}@`)
}
