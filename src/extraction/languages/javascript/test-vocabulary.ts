/**
 * The words that JavaScript's test frameworks declare tests with. They decide nothing about what is a test: they only
 * tell which bodies can be cut short in the facts and which files can't declare anything.
 */
const DECLARERS = [
  'describe', 'suite', 'it', 'test', 'specify', 'fit', 'xit', 'xtest', 'xdescribe', 'fdescribe', 'xsuite',
  'xcontext', 'xspecify', 'QUnit', 'RuleTester', 'ruleTester',
] // prettier-ignore

/** Those whose last function is a test's body, so that little of it can matter to what is declared. */
const LEAVES = new Set(['it', 'test', 'specify', 'fit', 'xit', 'xtest', 'xspecify', 'Deno', 'QUnit', 'tap', 't', 'bench'])

/** Members that declare or give what declares, whatever comes after them; of others it has to look like a declaration. */
const MEMBERS = [
  'only', 'skip', 'todo', 'each', 'for', 'describe', 'test', 'it', 'suite', 'extend', 'concurrent', 'sequential', 'serial', 'parallel', 'shuffle', 'fails',
  'failing', 'fixme', 'fail', 'slow', 'skipIf', 'runIf', 'todoIf', 'if', 'configure', 'prop',
] // prettier-ignore

/** What comes first in a declaration: a title, or a name for one with more behind it. */
const TITLE = String.raw`\(\s*(?:['"\x60]|[^\s(),]+\s*,)`

/**
 * The words as calls or with a member, not as they stand in sentences ("run it."); `module` and `context`, of which
 * programs have their own, only as suites are declared with them; `t`, which translates and stands for types, times and
 * tags, only with what a context of tests has; methods that declare are given a title or more, `run` of anything but testers
 * a title in quotes.
 */
const DECLARES = new RegExp(
  [
    String.raw`(?<![\w$.])(?:${DECLARERS.join('|')})(?:(?:<[^()]{0,80}>)?(?:\(|\s+\(\s*['"\x60]|\x60)|\s*\.\s*(?:(?:${MEMBERS.join('|')})\b|[A-Za-z]\w*\s*(?:${TITLE}|\x60)))`,
    String.raw`(?<![\w$.])(?:module|context)(?:\s*\(\s*(?:['"\x60]|\w(?![\w$]*\s*\??:))|\s*\.\s*(?:only|skip|todo|each)\b)`,
    String.raw`(?<![\w$.])Deno\s*\.\s*test\b`,
    String.raw`(?<![\w$.])t(?:\s*\.\s*(?:test|describe|it|suite|skip|todo|only|plan)\b|\(\s*(?:'[^'\n]*'|"[^"\n]*"|\x60[^\x60\n]*\x60)\s*,\s*(?:async\b|function\b|\())`,
    String.raw`\.test\s*(?:${TITLE}|\.\s*(?:only|skip|todo|each|for|extend|describe|concurrent)\b)`,
    String.raw`\.run\s*\(\s*(?:['"\x60]|[^\s(),]+\s*,[^(),]+,\s*\{)|(?:[tT]est\w*|\)|\br?t)\s*\.run\s*\(\s*[^\s(),]+\s*,[^(),]+,`,
    // Of a name: a description that is chained to a value's schema isn't a suite.
    String.raw`(?<=[\w$])\.(?:(?:describe|it|suite)\s*[.(<]|extend\s*<)|(?:[tT]est\w*|\bit|base\w*)\.extend\s*\(`,
    // Under another name: `import { it as check }`, `const { test: check } = …`, and whatever a framework's module gives.
    String.raw`[{,]\s*(?:it|test|describe|suite|context|specify)\s+as\s`,
    String.raw`['"](?:node:test|mocha|vitest|@jest/globals|@playwright/test|bun:test|eslint-vitest-rule-tester|jest-each|mocha-each|jscodeshift/(?:dist|src)/testUtils(?:\.js)?)['"]`,
  ].join('|'),
)

export const usesTestVocabulary = (text: string): boolean => DECLARES.test(text)

/** The same of a text whose comments are known: examples of tests are often in the comments of what they test. */
export const usesTestVocabularyOutside = (text: string, comments: () => readonly { start: number; end: number }[]): boolean => {
  if (!usesTestVocabulary(text)) return false
  let outside = ''
  let from = 0
  for (const { start, end } of comments()) {
    outside += text.slice(from, start)
    from = end
  }
  return from === 0 || usesTestVocabulary(outside + text.slice(from))
}

export const isLeafName = (name: string): boolean => LEAVES.has(name)

const SUITES = new Set(['describe', 'context', 'suite', 'module', 'fdescribe', 'xdescribe', 'xcontext'])

/** Whether a callee surely declares suites, whose bodies are kept whole. */
export const isSuiteName = (name: string): boolean => SUITES.has(name)

const ASSERTS_OR_WAITS = /\b(?:expect|assert|should)\w*\s*[.(]|\bawait\b/
const MAY_DECLARE =
  /\.\s*(?:test|it|describe|suite)\s*\(\s*['"\x60]|(?<![\w$.])(?:test|it|describe)[A-Z][\w$]*\s*\(|(?<![\w$.])(?:describe|context|suite|it|test|specify|scenario|feature|each|cases?|[\w$]+(?:Describe|Context|Suite|It|Tests?|Specs?|Scenario|Feature|Each|Cases?|Behaviou?rs?))\s*[.(<\x60]/

const LONGEST_BODY = 200_000

/**
 * Whether the body of a function that is given to a call with a title, `own`, under a name that frameworks don't have
 * (`authTest('…', async () => …)`), reads like a test's own: it asserts or waits, and nothing in it looks like a declaration.
 */
export const readsLikeTestBody = (text: string, own: string | null): boolean =>
  text.length <= LONGEST_BODY && ASSERTS_OR_WAITS.test(text) && !mayDeclare(withoutQuestions(own === null ? text : withoutMarks(text, own)))

const mayDeclare = (text: string): boolean => MAY_DECLARE.test(text) && MAY_DECLARE.test(withoutQuotations(text))

/** Names of functions that answer a question, as `shouldSkipTracingTest()` does: they declare nothing, whatever they end in. */
const QUESTION = /(?<![\w$.])(?:is|has|can|must|needs?|should)[A-Z]\w*\s*\(/g

const withoutQuestions = (text: string): string => text.replaceAll(QUESTION, '(')

/** A body without what it asks of the function that it was given to: `authTest.skip()` in there declares nothing. */
const withoutMarks = (text: string, own: string): string =>
  text.includes(own)
    ? text.replaceAll(
        new RegExp(
          String.raw`(?<![\w$.])${own.replaceAll('$', String.raw`\$`)}\s*\.\s*(?:skip|fixme|fail|slow|setTimeout|step|info)\s*\(`,
          'g',
        ),
        '(',
      )
    : text

const HOOKS = new Set([
  'beforeEach',
  'afterEach',
  'beforeAll',
  'afterAll',
  'before',
  'after',
  'setup',
  'teardown',
  'suiteSetup',
  'suiteTeardown',
  'onTestFinished',
])

/** Hooks declare nothing, whatever they do; like tests they may skip. */
export const isHookName = (name: string): boolean => HOOKS.has(name)

const NESTED =
  /(?<![\w$.])(?:describe|context|suite|it|test|specify|fit|xit|xtest|fdescribe|xdescribe|Deno|QUnit)\s*[.(]|\bthis\s*\.\s*(?:skip|retries|timeout|slow|test)\b/

const CONTEXT_MEMBERS = 'test|it|describe|suite|skip|skipIf|todo|fixme|fail|slow|only|annotate'
const CALLABLE = new Set(CONTEXT_MEMBERS.split('|'))

/** What tests call the context that they hand on to functions declaring more tests; `done` and pages are handed on everywhere. */
const CONTEXT_NAMES = /^(?:t+|t\d|st|tc|ctx|context|test|testContext|sub|suite)$/

// Each gives the name whose use it finds: of all names alike, for an expression for each would take longer to compile than to run.
const OF_MEMBER = new RegExp(String.raw`\.\s*(?:${CONTEXT_MEMBERS})\b(?<=(?<![\w$.])((?:(?!\s)[\w$\x80-\uffff])+)\s*\.\s*\w+)`, 'g')
const CALLED = new RegExp(String.raw`(?<![\w$.])(${CONTEXT_MEMBERS})\s*\(`, 'g')
const PASSED = /\b(\w+)\s*[,)](?!\s*=>)(?<=[(,]\s*\w+\s*[,)])/g

const finds = (expression: RegExp, text: string, names: ReadonlySet<string>): boolean =>
  names.size > 0 && text.matchAll(expression).some(([, name = '']) => names.has(name))

/** Whether something in a test's body can say something of it or declare more: nested declarations, `this.skip()`, `t.skip()`, `skip()`, `subtests(t)`. */
export const relevantInLeaf = (parameters: readonly string[]): ((text: string) => boolean) => {
  const names = new Set(parameters)
  const called = names.intersection(CALLABLE)
  const passed = new Set(parameters.filter((name) => CONTEXT_NAMES.test(name)))
  return (text) => NESTED.test(text) || finds(OF_MEMBER, text, names) || finds(CALLED, text, called) || finds(PASSED, text, passed)
}

const LITERALS = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\x60(?:[^\x60\\]|\\[^])*\x60/g

/** A body's text without what it quotes: code that tests hand to a parser declares nothing. */
export const withoutQuotations = (text: string): string => text.replaceAll(LITERALS, "''")
