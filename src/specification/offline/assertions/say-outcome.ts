/** What a test expects to happen, where its assertions agree on an error or a status and so tell what its name leaves out. */

import { statusNamed } from './statuses.ts'

type Failing = 'raises' | 'throws' | 'rejects' | 'returns' | 'panics' | 'warns'

/** Each form's first group is the kind of the error, where one is given. */
const FAILURES: readonly (readonly [RegExp, Failing])[] = [
  [/^with pytest\.raises\(\s*((?:\w+\.)*[A-Z]\w*)?/, 'raises'],
  [/^(?:with )?self\.assertRaises(?:Regex)?\(\s*([A-Z]\w*)?/, 'raises'],
  [/^(?:await )?expect\(.*\)\.rejects\.toThrow(?:Error)?\(\s*([A-Z]\w*)?/, 'rejects'],
  [/^expect\w*\(.*\)\.toThrow(?:Error)?\(\s*([A-Z]\w*(?=\)))?/, 'throws'],
  [/^(?:await )?(?:assert|t)\.rejects\(()/, 'rejects'],
  [/^(?:assert|t)\.throws\(()/, 'throws'],
  [/^(?:assert|require)\.Error\(()/, 'returns'],
  [/^(?:assert|require)\.(?:EqualError|ErrorContains|ErrorIs|ErrorAs)\(()/, 'returns'],
  [/^(?:assert|require)\.Panics(?:With\w+)?\(()/, 'panics'],
  [/^with pytest\.warns\(\s*((?:\w+\.)*[A-Z]\w*)?/, 'warns'],
  [/^(?:with )?self\.assertWarns(?:Regex)?\(\s*([A-Z]\w*)?/, 'warns'],
  [/^err == nil$()/, 'returns'],
]

/** Of what was caught, and so no outcome beside it. */
const OF_THE_ERROR = /\b(?:e|ei|err|error|exc|exception|excinfo|exc_info|info|message|msg)\b|\berr\./

const STATUS = /\b(?:status(?:_?[cC]ode)?|Code|code)\b/
const STATUS_LITERAL = /(?<![\w.$-])([1-5]\d\d)(?![\w.])/
const STATUS_CONSTANT = /\bhttp\.Status(\w+)/

const sayFailure = (how: Failing, kind: string): string => {
  switch (how) {
    case 'raises':
    case 'throws':
      return `${how} ${kind === '' ? 'an error' : kind}`
    case 'rejects':
      return kind === '' ? 'rejects with an error' : `rejects with ${kind}`
    case 'warns':
      return kind === '' ? 'warns' : `warns with ${kind}`
    case 'returns':
      return 'returns an error'
    case 'panics':
      return 'panics'
  }
}

const failureOf = (assertion: string): string | null => {
  // `with pytest.warns() if … else …` may as well expect none.
  if (assertion.startsWith('with ') && assertion.includes(' if ')) return null
  for (const [form, how] of FAILURES) {
    const match = form.exec(assertion)
    if (match !== null) return sayFailure(how, (match[1] ?? '').split('.').at(-1) ?? '')
  }
  return null
}

const statusOf = (assertion: string): string | null => {
  if (!STATUS.test(assertion)) return null
  return statusNamed(STATUS_CONSTANT.exec(assertion)?.[1] ?? '') ?? STATUS_LITERAL.exec(assertion)?.[1] ?? null
}

/** A topic that is a failure. Of others an error may be but one thing among many that a test checks, by calls that are no assertions. */
const FAILING =
  /\b(?:invalid|missing|no|not|non|fail|fails|failed|failing|failure|errors?|exceptions?|bad|wrong|unknown|without|too|incorrect|unsupported|conflicts?|conflicting|illegal|malformed|unexpected|unauthori[sz]ed|forbidden|denied|undefined|expired|duplicate|corrupt|broken|mismatch|neither|never|reserved|empty|unorderable|unhashable|immutable|frozen|exceeded|overflow|cannot|disallowed|nonexistent|crash|panic|errs?|nil|[45]\d\d)\b/i

const KINDS = 2
const STATUSES = 3

const listed = (parts: readonly string[]): string =>
  `${parts.slice(0, -1).join(', ')}${parts.length > 1 ? ' and ' : ''}${parts.at(-1) ?? ''}`

/** `raises IOError`, where nothing else is asserted also `raises IOError and ValueError`. */
const errorsOf = (topic: string, assertions: readonly string[]): string | null => {
  const failures = assertions.map(failureOf)
  const kinds = [...new Set(failures.filter((failure) => failure !== null))]
  const [first] = kinds
  if (first === undefined) return null
  const isAll = failures.every((failure, at) => failure !== null || OF_THE_ERROR.test(assertions[at] ?? ''))
  if (!isAll || (!FAILING.test(topic) && failures.includes(null))) return null
  if (kinds.length === 1) return FAILING.test(topic) ? first : null
  const errors = kinds.map((kind) => /^raises (\w[\w.]*)$/.exec(kind)?.[1])
  const named = errors.filter((error) => error !== undefined)
  return named.length === kinds.length && named.length <= KINDS ? `raises ${listed(named)}` : null
}

/**
 * `raises IOError in one case`, where it is but some of what a test asserts, or its topic is no failure; or null.
 * Of cases nobody knows how many fail.
 */
export const failureAmong = (assertions: readonly string[], ofCases = false): string | null => {
  const failures = assertions.map(failureOf).filter((failure) => failure !== null)
  const [first, ...others] = failures
  if (first === undefined) return null
  const isOne = others.every((other) => other === first)
  const said = isOne ? first : failures.every((failure) => failure.startsWith('raises')) ? 'raises errors' : 'fails'
  return `${said} in ${others.length === 0 && !ofCases ? 'one case' : 'some cases'}`
}

/** `responds with 404`, where the topic is a failure or nothing else is asserted. */
const statusesOf = (topic: string, assertions: readonly string[]): string | null => {
  const all = assertions.map(statusOf)
  const statuses = [...new Set(all.filter((status) => status !== null))]
  if (statuses.length === 0 || statuses.length > STATUSES) return null
  const isFailing = FAILING.test(topic) && statuses.length === 1 && (statuses[0] ?? '') >= '400'
  return isFailing || (!all.includes(null) && !FAILING.test(topic)) ? `responds with ${listed(statuses)}` : null
}

/** What all assertions are about where none of them can be said by itself. */
const KINDS_OF_ASSERTIONS: readonly (readonly [RegExp, string])[] = [
  [/\.toMatch\w*Snapshot\(|\bassert\w*snapshot\(|== snapshot$/i, 'gives the recorded output'],
  [/^expectType|^expect_type|\bassertType\b|^assertNotType|^reveal_type/, 'has the expected types'],
  [
    /^(?:assert|require)\.NoError\(|^\w*(?:no_?err(?:or)?|success)\w*\([^()]*\)|^err != nil$|^(?:assert\.)?ifErr\w*\(|\.not\.toThrow(?:Error)?\(\)$|^(?:assert|require)\.Nil\(t, err\)|^assert (?:not (?:\w+\.)*(?:exception|err(?:or)?s?)|(?:\w+\.)*(?:exception|err(?:or)?) is None)$/i,
    'gives no error',
  ],
  [/\.toHaveBeenCalled|\.called|\bassert_called|\.callCount/, 'makes the expected calls'],
]

const kindOf = (assertions: readonly string[]): string | null => {
  if (assertions.length === 0) return null
  return KINDS_OF_ASSERTIONS.find(([form]) => assertions.every((assertion) => form.test(assertion)))?.[1] ?? null
}

export const GIVES_WHAT_IS_EXPECTED = 'gives the expected result'

/** What is so in each test whose name doesn't say what happens: what it expects comes out. */
export const expectationOf = (assertions: readonly string[]): string => kindOf(assertions) ?? GIVES_WHAT_IS_EXPECTED

/** `raises IOError`, `responds with 404`, or null where assertions don't agree on one. */
export const outcomeOf = (topic: string, assertions: readonly string[]): string | null =>
  errorsOf(topic, assertions) ?? (assertions.some((assertion) => failureOf(assertion) !== null) ? null : statusesOf(topic, assertions))
