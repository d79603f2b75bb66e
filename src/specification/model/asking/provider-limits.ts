/**
 * What providers say of their limits, in headers and in the bodies of errors: how long to send nothing.
 * https://platform.openai.com/docs/guides/rate-limits, https://docs.anthropic.com/en/api/rate-limits,
 * https://cloud.google.com/apis/design/errors (RetryInfo)
 */
import * as z from 'zod'

export type Headers = Readonly<Record<string, string>>

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
/** Beyond this a number of seconds is a point in time. */
const LONGEST_SECONDS = 10_000_000
const LONGEST_TEXT = 60

/** `6m0s`, `1.5s`, `20ms`. */
const ofUnits = (text: string): number | undefined => {
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?(?:ms|s|m|h|d))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)
  return Array.from(parts, ([, amount, unit]) => Number(amount) * (UNITS[unit ?? ''] ?? 0)).reduce((one, other) => one + other, 0)
}

/** Milliseconds from now, of a duration, of seconds, or of a point in time as a date or as seconds or milliseconds since 1970. */
const timeLeft = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined || text.length > LONGEST_TEXT) return undefined
  const trimmed = text.trim()
  if (/^\d{1,15}(?:\.\d{1,9})?$/.test(trimmed)) {
    const number = Number(trimmed)
    if (number < LONGEST_SECONDS) return number * 1000
    return Math.max(0, (number < 1e11 ? number * 1000 : number) - now)
  }
  const duration = ofUnits(trimmed)
  if (duration !== undefined) return duration
  // `Date.parse` takes almost anything for a date.
  const date = /^(?:[A-Z][a-z]{2}\w*, |\d{4}-\d\d-)/.test(trimmed) ? Date.parse(trimmed) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

const retryInfo = z.object({
  error: z.object({ details: z.array(z.object({ '@type': z.string(), retryDelay: z.string().optional() })) }),
})

const delayInBody = (body: string | undefined, now: number): number | undefined => {
  if (body === undefined) return undefined
  try {
    const found = retryInfo.safeParse(JSON.parse(body))
    return timeLeft(found.data?.error.details.find((detail) => detail['@type'].endsWith('RetryInfo'))?.retryDelay, now)
  } catch {
    return undefined // no JSON, so no such field
  }
}

/** How long an error asks to wait, by its headers or its body; undefined where it says nothing. */
export const retryAfterOf = (headers: Headers, body: string | undefined, now: number): number | undefined => {
  const milliseconds = headers['retry-after-ms']
  if (milliseconds !== undefined && /^\d{1,12}(?:\.\d{1,9})?$/.test(milliseconds)) return Number(milliseconds)
  return timeLeft(headers['retry-after'], now) ?? delayInBody(body, now)
}

/** Pairs of headers: what is left, and when it is filled again. */
const LEFT: readonly [left: string, reset: string, of: 'requests' | 'tokens'][] = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests', 'requests'],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens', 'tokens'],
  ['x-ratelimit-remaining', 'x-ratelimit-reset', 'requests'],
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset', 'requests'],
  ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset', 'tokens'],
  ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset', 'tokens'],
  ['anthropic-ratelimit-output-tokens-remaining', 'anthropic-ratelimit-output-tokens-reset', 'tokens'],
]

/** How long to send nothing after an answer, so that the next request of this size finds room; 0 where there is room. */
export const pauseAfter = (headers: Headers, needed: { tokens: number }, now: number): number => {
  const pauses = LEFT.map(([left, reset, of]) => {
    const amount = headers[left]
    if (amount === undefined || !/^\d{1,15}$/.test(amount)) return 0
    return Number(amount) >= (of === 'requests' ? 1 : needed.tokens) ? 0 : (timeLeft(headers[reset], now) ?? 0)
  })
  return Math.max(...pauses)
}

/** How long to wait after an error: by what it asks for, else by what it says is used up; undefined where it says neither. */
export const waitOf = (headers: Headers, body: string | undefined, needed: { tokens: number }, now: number): number | undefined => {
  const asked = retryAfterOf(headers, body, now)
  if (asked !== undefined) return asked
  const pause = pauseAfter(headers, needed, now)
  return pause > 0 ? pause : undefined
}
