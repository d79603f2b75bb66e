/** Small words of English by what they do in a sentence. */

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Begin a clause of their own, in which no main verb is to be looked for. */
export const CONJUNCTIONS = setOf(
  'when whenever if unless until once while whilst because so although though since whether where after before',
)

/** Begin what a test holds under, when a name or suite begins with them. */
export const CONDITION_OPENERS = setOf(`
  when whenever if unless until once while whilst after before during without with within for on upon given where as at by from in inside
  outside via under between through across using even regardless despite because against among amid per
`)

export const PREPOSITIONS = setOf(`
  about above across after against along among around as at before behind below beside between beyond by despite during except for from in
  inside into of off on onto out outside over past per regarding since through throughout to toward towards under until up upon using via
  with within without versus vs
`)

/** What tells that the word before is a verb with an object. */
export const OBJECT_OPENERS = setOf(`
  a an the this that these those all any each every no some its their his her both multiple several many most few one two three another
  such it them itself themselves him nothing null undefined nil none true false correct correctly only back up out down off over away
  new existing invalid valid empty missing
`)

export const DETERMINERS = setOf('a an the this these those all any each every no some its their both multiple several many another such')

export const RELATIVES = setOf('that which who whose what how why')

export const ADVERBS = setOf(`
  also always never only still correctly successfully properly again already just even ever often once twice first then immediately
  gracefully silently safely directly either both not instead simply now
`)

/** Verbs that need no reading, each with what it is in the present. */
export const AUXILIARIES: Readonly<Record<string, string>> = {
  is: 'is',
  are: 'are',
  was: 'is',
  were: 'are',
  has: 'has',
  have: 'have',
  had: 'has',
  does: 'does',
  do: 'do',
  did: 'does',
  can: 'can',
  cannot: 'cannot',
  could: 'can',
  may: 'may',
  might: 'may',
  will: 'will',
}

export const MODALS = setOf('should must shall will would ought')

/** Take an infinitive without `to`: what follows `and` after them may be one too (`lets it run and return`). */
export const TAKE_AN_INFINITIVE = setOf('let make help cause see watch')

/** Written without the apostrophe in names that are identifiers. */
export const CONTRACTIONS: Readonly<Record<string, string>> = {
  "isn't": 'is not',
  "aren't": 'are not',
  "wasn't": 'is not',
  "weren't": 'are not',
  "hasn't": 'has not',
  "haven't": 'have not',
  "doesn't": 'does not',
  "don't": 'do not',
  "didn't": 'does not',
  "can't": 'cannot',
  "couldn't": 'cannot',
  "won't": 'does not',
  "it's": 'it is',
  "shouldn't": 'should not',
  "mustn't": 'must not',
  "wouldn't": 'should not',
  isnt: 'is not',
  arent: 'are not',
  wasnt: 'is not',
  hasnt: 'has not',
  doesnt: 'does not',
  dont: 'do not',
  didnt: 'does not',
  cant: 'cannot',
  wont: 'does not',
  shouldnt: 'should not',
  mustnt: 'must not',
}

/** Say nothing of what a test is about, alone or with each other and numbers. */
export const VAGUE = setOf(`
  test tests testing it works work working basic basics default defaults simple case cases example examples sample samples smoke ok okay
  success successful succeeds normal general common misc miscellaneous various other others all main foo bar baz sanity check checks usage
  happy path pass passes as expected correctly properly fine good should scenario standard regular plain typical the a is everything
  and spec specs unit integration
`)

/** Participles that tell a situation more often than an outcome: `strict routing enabled`. */
export const STATES = setOf(`
  enabled disabled provided specified given configured omitted supplied passed used defined mixed combined based shared unspecified nested
  expected named typed aliased chained
`)

/** Before the part of a name that says what a test is about. */
export const OPENERS: readonly (readonly string[])[] = [
  ['test', 'that'],
  ['tests', 'that'],
  ['test', 'if'],
  ['tests', 'if'],
  ['test', 'whether'],
  ['tests', 'whether'],
  ['testing', 'that'],
  ['verify', 'that'],
  ['verifies', 'that'],
  ['ensure', 'that'],
  ['ensures', 'that'],
  ['ensure'],
  ['ensures'],
  ['check', 'that'],
  ['checks', 'that'],
  ['check', 'if'],
  ['checks', 'if'],
  ['check', 'whether'],
  ['assert', 'that'],
  ['asserts', 'that'],
  ['confirm', 'that'],
  ['confirms', 'that'],
  ['make', 'sure', 'that'],
  ['makes', 'sure', 'that'],
  ['make', 'sure'],
  ['makes', 'sure'],
  ['expect', 'that'],
  ['expects', 'that'],
  ['validate', 'that'],
  ['validates', 'that'],
  ['proves', 'that'],
  ['that'],
  ['it'],
  ['they'],
  ['we'],
  ['i'],
  ['you'],
  ['then'],
  ['and'],
  ['but'],
]
