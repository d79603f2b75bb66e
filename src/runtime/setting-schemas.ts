/** The kinds of values that settings have. Messages never repeat a value: it may be a secret put into the wrong variable. */
import * as z from 'zod'

/** A value read from text; `parse` answers undefined where the text is no such value. */
export const parsed = <Value>(expected: string, parse: (text: string) => Value | undefined): z.ZodType<Value, string> =>
  z.string({ error: `is required: ${expected}` }).transform((text, context) => {
    const value = parse(text.trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: `must be ${expected}` })
    return z.NEVER
  })

export const text = (expected: string): z.ZodType<string, string> => parsed(expected, (value) => (value.includes('\0') ? undefined : value))

export const wholeNumber = (range: { min: number; max: number }): z.ZodType<number, string> =>
  parsed(`a whole number from ${range.min} to ${range.max}`, (value) => {
    if (!/^\d{1,15}$/.test(value)) return undefined
    const number = Number(value)
    return number >= range.min && number <= range.max ? number : undefined
  })

const MILLISECONDS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** In milliseconds. */
export const duration = (range: { min: number; max: number }): z.ZodType<number, string> =>
  parsed('a time with its unit, like 500ms, 30s, 15m or 2h, within its limits', (value) => {
    const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(value) ?? []
    const factor = MILLISECONDS[unit ?? '']
    if (amount === undefined || factor === undefined) return undefined
    const milliseconds = Number(amount) * factor
    return milliseconds >= range.min && milliseconds <= range.max ? milliseconds : undefined
  })

const BYTES: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
}

export const bytes = (): z.ZodType<number, string> =>
  parsed('a size with its unit, like 500 MiB or 10 GiB', (value) => {
    const [, amount, unit] = /^(\d{1,9})\s*([kmgt]?i?b)$/i.exec(value) ?? []
    const factor = BYTES[unit?.toUpperCase() ?? '']
    return amount === undefined || factor === undefined || Number(amount) === 0 ? undefined : Number(amount) * factor
  })

export const flag = (): z.ZodType<boolean, string> =>
  parsed('true or false', (value) => ({ true: true, '1': true, false: false, '0': false })[value.toLowerCase()])

export const oneOf = <const Choice extends string>(choices: readonly Choice[]): z.ZodType<Choice, string> =>
  parsed(`one of ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value))

export const partsOfList = (value: string): string[] => value.split(',').map((entry) => entry.trim())

/** Separated by commas; empty entries are left out. */
export const list = (expected: string): z.ZodType<string[], string> =>
  parsed(expected, (value) => partsOfList(value).filter((entry) => entry !== ''))

export const postgresUrl = (): z.ZodType<string, string> =>
  parsed('the PostgreSQL to use, like postgres://host:5432/database', (value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    return url && ['postgres:', 'postgresql:'].includes(url.protocol) ? value : undefined
  })

export const httpUrl = (): z.ZodType<string, string> =>
  parsed('an http or https address', (value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    return url && ['http:', 'https:'].includes(url.protocol) ? url.href : undefined
  })

/** 32 bytes as base64 of exactly 44 characters: Buffer alone would also take text that is no base64. */
const keyOf = (value: string): Uint8Array | undefined => {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(value)) return undefined
  const key = Buffer.from(value, 'base64')
  return key.length === 32 && key.toString('base64') === value ? key : undefined
}

export const base64Key = (): z.ZodType<Uint8Array, string> =>
  parsed('32 bytes in base64 (44 characters), as `openssl rand -base64 32` prints', keyOf)

/** One key or several, separated by commas; each must be one, and none may come twice. */
export const base64Keys = (): z.ZodType<[Uint8Array, ...Uint8Array[]], string> =>
  parsed('32 bytes in base64 (44 characters), as `openssl rand -base64 32` prints; several are separated by commas', (value) => {
    const entries = partsOfList(value)
    const [first, ...others] = entries.flatMap((entry) => keyOf(entry) ?? [])
    const isEachOne = others.length + 1 === entries.length && new Set(entries).size === entries.length
    return first !== undefined && isEachOne ? [first, ...others] : undefined
  })

/** An address of a server; passwords in it would be shown wherever the address is. */
export const httpUrlWithoutUser = (): z.ZodType<string, string> =>
  parsed('an http or https address without user information, like http://localhost:4318', (value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    const fits = url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === ''
    return fits ? value : undefined
  })

export const ratio = (): z.ZodType<number, string> =>
  parsed('a number from 0 to 1', (value) => (/^(?:0|1|1\.0+|0?\.\d{1,12})$/.test(value) ? Number(value) : undefined))

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.trim())
  } catch {
    return undefined
  }
}

/** `key=value` pairs separated by commas, percent-encoded where they need it; undefined where the text is none. */
export const parseKeyValues = (text: string): Record<string, string> | undefined => {
  const values: Record<string, string> = {}
  for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(entry) ?? []
    const [name, decodedValue] = [decoded(key), decoded(value)]
    if (!name || decodedValue === undefined) return undefined
    values[name] = decodedValue
  }
  return values
}

export const keyValues = (): z.ZodType<Record<string, string>, string> =>
  parsed('pairs like key=value separated by commas, percent-encoded where they need it', parseKeyValues)

/** Like `keyValues`, of which each has to be a header that HTTP can carry. */
export const httpHeaders = (): z.ZodType<Record<string, string>, string> =>
  parsed('headers like name=value separated by commas, percent-encoded where they need it', (text) => {
    const headers = parseKeyValues(text)
    const fit =
      headers && Object.entries(headers).every(([name, value]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value))
    return fit ? headers : undefined
  })
