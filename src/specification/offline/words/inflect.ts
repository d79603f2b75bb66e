/** English inflection, as far as names of tests need it: the third person of a verb, and which verb a form is of. */
import { IRREGULAR_PARTICIPLES, VERBS, VERBS_BEFORE_DETERMINERS, VERBS_BEFORE_NOUNS, VERBS_WITH_S } from './verbs.ts'

export type VerbForm = 'base' | 'third' | 'gerund' | 'past'
/** How surely a verb, see verbs.ts. */
export type Trust = 'verb' | 'before-nouns' | 'with-s' | 'before-determiners'

export interface VerbReading {
  base: string
  form: VerbForm
  trust: Trust
}

const IRREGULAR_THIRD: Readonly<Record<string, string>> = { be: 'is', have: 'has', do: 'does', go: 'goes', undo: 'undoes', redo: 'redoes' }

export const thirdPersonOf = (verb: string): string => {
  const [, base = verb, particle = ''] = /^(\S+)( .+)$/.exec(verb) ?? []
  return thirdOfOneWord(base) + particle
}

const thirdOfOneWord = (base: string): string => {
  const irregular = Object.hasOwn(IRREGULAR_THIRD, base) ? IRREGULAR_THIRD[base] : undefined
  if (irregular !== undefined) return irregular
  if (/(?:s|x|z|ch|sh)$/.test(base)) return /[^z]z$/.test(base) && base !== 'waltz' ? `${base}zes` : `${base}es`
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`
}

/** Both with the last letter doubled and without where spelling may do either; a form that nobody writes does no harm. */
const withSuffix = (base: string, suffix: 'ing' | 'ed'): string[] => {
  if (suffix === 'ing' && base.endsWith('ie')) return [`${base.slice(0, -2)}ying`]
  if (suffix === 'ed' && /[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ied`]
  if (/[^eoy]e$/.test(base)) return [base.slice(0, -1) + suffix]
  if (base.endsWith('e')) return [suffix === 'ed' ? `${base}d` : base + suffix]
  return /[^aeiou][aeiou][bdfgklmnprtvz]$/.test(base) ? [base + suffix, base + base.slice(-1) + suffix] : [base + suffix]
}

const readings = new Map<string, VerbReading>()

const learn = (base: string, trust: Trust): void => {
  const add = (word: string, form: VerbForm): void => {
    if (!readings.has(word)) readings.set(word, { base, form, trust })
  }
  add(base, 'base')
  add(thirdPersonOf(base), 'third')
  for (const word of withSuffix(base, 'ing')) add(word, 'gerund')
  const irregular = Object.hasOwn(IRREGULAR_PARTICIPLES, base) ? IRREGULAR_PARTICIPLES[base] : undefined
  if (irregular !== undefined) add(irregular, 'past')
  else for (const word of withSuffix(base, 'ed')) add(word, 'past')
}

for (const base of VERBS_BEFORE_DETERMINERS) learn(base, 'before-determiners')
for (const base of VERBS_WITH_S) learn(base, 'with-s')
for (const base of VERBS_BEFORE_NOUNS) learn(base, 'before-nouns')
for (const base of VERBS) learn(base, 'verb')

const PREFIX = /^(?:re|un|de|pre|auto|co|mis|over)-?(?=[a-z]{3})/

const NO_VERBS_IN_ISE =
  /^(?:\w*wise|promises?|noises?|precise|concise|imprecise|premises?|enterprises?|surprises?|expertise|sizes?|prizes?|disguises?|merchandise|paradise|franchises?)$/

/** The verb of which a word in lower case is a form, if any; verbs with a prefix are known by what they prefix. */
export const verbReading = (word: string): VerbReading | null => {
  const known = readings.get(word)
  if (known !== undefined) return known
  const prefix = PREFIX.exec(word)?.[0]
  const rest = prefix === undefined ? undefined : readings.get(word.slice(prefix.length))
  if (prefix !== undefined && rest !== undefined) return { ...rest, base: prefix + rest.base }
  const [, first = '', particle] = /^([a-z]+)-(through|out|in|back|up|down|over|off)$/.exec(word) ?? []
  const phrasal = particle === undefined ? undefined : readings.get(first)
  if (phrasal !== undefined) return { ...phrasal, base: `${phrasal.base} ${particle}` }
  const compound = /^[a-z]+-(?=[a-z]+s$)/.exec(word)?.[0]
  const last = compound === undefined ? undefined : readings.get(word.slice(compound.length))
  if (compound !== undefined && last?.form === 'third') return { ...last, base: compound + last.base }
  if (NO_VERBS_IN_ISE.test(word)) return null
  const made = /^([a-z]{2,}(?:ify|i[sz]e))(s|d)?$/.exec(word)
  if (made?.[1] !== undefined)
    return { base: made[1], form: made[2] === undefined ? 'base' : made[2] === 's' ? 'third' : 'past', trust: 'verb' }
  return null
}

const SINGULAR_IN_S =
  /(?:ss|us|is|js)$|^(?:alias|atlas|bias|canvas|christmas|gas|pandas|chaos|cosmos|ios|macos|kudos|lens|series|always|news|https?|dns|css|https|aws|tls|sms|rss|cors|ms|has|was|as|os)$/

/** Whether a noun looks like a plural: `headers`, but not `class`, `status` or `analysis`. */
export const looksPlural = (noun: string): boolean =>
  /^(?:children|people|data|indices|criteria)$/.test(noun) || (/[a-z]{3}s$/.test(noun) && !SINGULAR_IN_S.test(noun))
