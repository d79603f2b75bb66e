/** What a test expects to happen, where its assertions agree on an error or a status and so tell what its name leaves out. */

/** Each form's first group is the kind of the error, where one is given. */
const FAILURES: readonly (readonly [RegExp, 'raises' | 'throws' | 'rejects' | 'returns'])[] = [
  [/^with pytest\.raises\(\s*([A-Z]\w*(?:\.[A-Z]\w*)*)?/, 'raises'],
  [/^(?:with )?self\.assertRaises(?:Regex)?\(\s*([A-Z]\w*)?/, 'raises'],
  [/^(?:await )?expect\(.*\)\.rejects\.toThrow(?:Error)?\(\s*([A-Z]\w*)?/, 'rejects'],
  [/^expect\(.*\)\.toThrow(?:Error)?\(\s*([A-Z]\w*(?=\)))?/, 'throws'],
  [/^(?:await )?(?:assert|t)\.rejects\(()/, 'rejects'],
  [/^(?:assert|t)\.throws\(()/, 'throws'],
  [/^(?:assert|require)\.Error\(()/, 'returns'],
  [/^err == nil$()/, 'returns'],
]

/** Of what was caught, and so no outcome beside it. */
const OF_THE_ERROR = /\b(?:e|ei|err|error|exc|exception|excinfo|exc_info|info|message|msg)\b|\berr\./

const STATUS = /\b(?:status(?:_?[cC]ode)?|Code|code)\b/
const STATUS_LITERAL = /(?<![\w.$-])([1-5]\d\d)(?![\w.])/
const STATUS_CONSTANT = /\bhttp\.Status(\w+)/

const STATUS_CONSTANTS: Readonly<Record<string, string>> = {
  BadRequest: '400',
  Unauthorized: '401',
  Forbidden: '403',
  NotFound: '404',
  MethodNotAllowed: '405',
  Conflict: '409',
  RequestEntityTooLarge: '413',
  TooManyRequests: '429',
  InternalServerError: '500',
  ServiceUnavailable: '503',
  NoContent: '204',
  MovedPermanently: '301',
  Found: '302',
  NotModified: '304',
  Created: '201',
  Accepted: '202',
  OK: '200',
}

const sayFailure = (how: 'raises' | 'throws' | 'rejects' | 'returns', kind: string): string => {
  switch (how) {
    case 'raises':
    case 'throws':
      return `${how} ${kind === '' ? 'an error' : kind}`
    case 'rejects':
      return kind === '' ? 'rejects with an error' : `rejects with ${kind}`
    case 'returns':
      return 'returns an error'
  }
}

export const failureOf = (assertion: string): string | null => {
  for (const [form, how] of FAILURES) {
    const match = form.exec(assertion)
    if (match !== null) return sayFailure(how, match[1] ?? '')
  }
  return null
}

const statusOf = (assertion: string): string | null => {
  if (!STATUS.test(assertion)) return null
  const constant = STATUS_CONSTANT.exec(assertion)?.[1] ?? ''
  if (Object.hasOwn(STATUS_CONSTANTS, constant)) return STATUS_CONSTANTS[constant] ?? null
  return STATUS_LITERAL.exec(assertion)?.[1] ?? null
}

/** A topic that is a failure. Of others an error may be but one thing among many that a test checks, by calls that are no assertions. */
const FAILING =
  /\b(?:invalid|missing|no|not|non|fail|fails|failed|failing|failure|errors?|exceptions?|bad|wrong|unknown|without|too|incorrect|unsupported|conflicts?|conflicting|illegal|malformed|unexpected|unauthori[sz]ed|forbidden|denied|undefined|expired|duplicate|corrupt|broken|mismatch|neither|never|reserved|empty|unorderable|unhashable|immutable|frozen|exceeded|overflow|cannot|disallowed|nonexistent|crash|panic|errs?|nil|[45]\d\d)\b/i

/** `raises IOError`, `responds with 404`, or null where the topic is no failure or assertions don't agree on one. */
export const outcomeOf = (topic: string, assertions: readonly string[]): string | null => {
  if (!FAILING.test(topic)) return null
  const failures = assertions.map(failureOf)
  const [first] = failures.filter((failure) => failure !== null)
  if (first !== undefined) {
    const agree = failures.every((failure, at) => failure === first || (failure === null && OF_THE_ERROR.test(assertions[at] ?? '')))
    return agree ? first : null
  }
  const statuses = new Set(assertions.map(statusOf).filter((status) => status !== null))
  const [status] = statuses
  return statuses.size === 1 && status !== undefined && status >= '400' ? `responds with ${status}` : null
}
