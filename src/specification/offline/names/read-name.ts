/** What the name of a test says, in whichever convention it is written. */
import { oneLine, shortened } from '../../one-line.ts'
import type { SpecifiedTest } from '../../specified-test.ts'
import { withoutFullStop } from '../../full-stop.ts'
import { isPluralSubject, joined } from '../grammar/clause-parts.ts'
import type { Clause } from '../grammar/clause.ts'
import { CONDITION_OPENERS, DETERMINERS, PREPOSITIONS } from '../grammar/function-words.ts'
import { beginsWithBase, beginsWithThird, beginsWithUnknown, finiteVerbAt } from '../grammar/find-verb.ts'
import { readClause } from '../grammar/read-clause.ts'
import { verbReading } from '../words/inflect.ts'
import { isIdentifier, splitIdentifier } from '../words/split-identifier.ts'
import { textOf, tokensOf, wordsToTokens, type Token } from '../words/tokens.ts'
import { readCalled } from './called-function.ts'
import { saySteps } from './gherkin-steps.ts'
import { isScript } from './languages.ts'
import { withoutPlaceholders } from './placeholders.ts'

/** Without `test` at either end, which says that it is one. */
const withoutTestWord = (words: readonly string[]): string[] => {
  const from = words.length > 1 && /^(?:tests?|fuzz)$/i.test(words[0] ?? '') ? 1 : 0
  const to = from === 0 && words.length > 1 && /^tests?$/i.test(words.at(-1) ?? '') ? words.length - 1 : words.length
  return words.slice(from, to)
}

/** `given … when … then …`, with `given` or what is tested first. */
const readGivenWhenThen = (tokens: readonly Token[]): Clause | null => {
  const at = (word: string): number => tokens.findIndex((token) => token.word === word)
  const [given, when, then] = [at('given'), at('when'), at('then')]
  if (then <= Math.max(when, given, 0) || (given < 0 && when < 0) || then === tokens.length - 1) return null
  const firstClause = given >= 0 && (when < 0 || given < when) ? given : when
  const main = readClause(tokens.slice(then + 1))
  const condition = when >= 0 ? withoutComma(textOf(tokens.slice(when, then))) : ''
  const setting = given >= 0 && given < Math.max(when, then) ? withoutComma(textOf(tokens.slice(given, when > given ? when : then))) : ''
  const subject = textOf(tokens.slice(0, firstClause))
  const said = main.kind === 'statement' ? main.text : sayOutcome(main.text)
  const circumstances = joined(lowerFirst(condition), condition !== '' && setting !== '' ? '' : lowerFirst(setting))
  const last = condition !== '' && setting !== '' ? `, ${lowerFirst(setting)}` : ''
  const hasSubject = main.kind === 'statement' && main.hasSubject
  return {
    kind: 'statement',
    text: joined(hasSubject ? '' : subject, said, circumstances) + last,
    hasSubject: hasSubject || subject !== '',
  }
}

/** After `then` a verb is one, whatever else it may be: `runs`, `ignored`. */
const sayOutcome = (text: string): string => {
  const tokens = tokensOf(text)
  const [first, second] = tokens
  const form = verbReading(first?.word ?? '')?.form
  if (form === 'third') return text
  const endsHere = second === undefined || PREPOSITIONS.has(second.word)
  // `access granted`
  const last = verbReading(tokens.at(-1)?.word ?? '')
  if (
    tokens.length > 1 &&
    tokens.length < 4 &&
    last?.form === 'past' &&
    !(form === 'base' && verbReading(first?.word ?? '')?.trust === 'verb')
  )
    return joined(textOf(tokens.slice(0, -1)), isPluralSubject(tokens.slice(0, -1)) ? 'are' : 'is', tokens.at(-1)?.text ?? '')
  return (form === 'past' && endsHere) || text.startsWith('not ') ? `is ${text}` : `gives ${text}`
}

const withoutComma = (text: string): string => text.replace(/(?:,|,? and)$/, '')
const lowerFirst = (text: string): string => text.replace(/^(?:\p{Lu}(?=\p{Ll})|(?:GIVEN|WHEN)\b)/u, (letters) => letters.toLowerCase())

const asCondition = (words: readonly string[]): string => {
  const text = words.join(' ')
  if (CONDITION_OPENERS.has(words[0] ?? '')) return text
  return finiteVerbAt(wordsToTokens(words)) > 0 ? `when ${text}` : `for ${text}`
}

/** `parse_emptyInput_returnsNull`, `Add_ReturnsSum_WhenPositive`: what is tested, then outcome and condition in either order. */
const readSegments = (name: string): Clause | null => {
  const [first = '', ...rest] = name.split('_').filter((segment) => segment !== '')
  if (rest.length === 0 || rest.length > 3 || !/\p{Lu}/u.test(name) || !/\p{Ll}\p{Lu}/u.test(rest.join('_') + first)) return null
  const subject = first.replace(/^[Tt]ests?(?=\p{Lu})/u, '')
  if (subject === '' || /^tests?$/i.test(subject)) return null
  const segments = rest.map(splitIdentifier)
  const clauses = segments.map((words) => readClause(wordsToTokens(words)))
  if (clauses.every((clause) => clause.kind === 'condition')) {
    return { kind: 'topic', text: `${splitIdentifier(subject).join(' ')} ${clauses.map((clause) => clause.text).join(', ')}` }
  }
  const outcome = clauses.findIndex((clause, at) => {
    const words = segments[at] ?? []
    const reading = verbReading(words[0] ?? '')
    // `ZipBomb` is one, `RejectTabs` is what is done.
    const isCommand = reading?.form === 'base'
    return clause.kind === 'statement' && (!isCommand || (at === clauses.length - 1 && words.length > 1 && reading.trust === 'verb'))
  })
  const said = clauses[outcome]
  if (said?.kind !== 'statement') return null
  const conditions = segments.filter((_, at) => at !== outcome).map(asCondition)
  const own = splitIdentifier(subject)
  // `withNullInput_throws`: there is no subject.
  if (CONDITION_OPENERS.has(own[0] ?? ''))
    return { kind: 'statement', text: joined(said.text, own.join(' '), ...conditions), hasSubject: said.hasSubject }
  const before = said.hasSubject ? '' : subject
  return { kind: 'statement', text: joined(before, said.text, ...conditions), hasSubject: true }
}

/** `#1234: returns x` and `@slow returns x`: a number of a tracker goes to the end, tags go. */
const withoutTags = (text: string): string =>
  text
    .replaceAll(/(?:^|\s)@[\w-]+(?=\s|$)/g, ' ')
    .replace(/^\s*(?:\[|\()?((?:GH-?|#)\d+)(?:\]|\))?[\s:,-]+(.+)$/i, '$2 ($1)')
    .trim()

const withoutShortForms = (text: string): string =>
  text.replaceAll(/(?<=^|\s)w\/o(?=\s)/g, 'without').replaceAll(/(?<=^|\s)w\/(?=\s)/g, 'with')

/** `context get string` in a file about contexts is `get string`, if what remains says what is done. */
const withoutSubject = (tokens: Token[], subjects: readonly string[]): Token[] => {
  for (const subject of subjects) {
    const words = subject.toLowerCase().split(' ')
    const rest = tokens.slice(words.length)
    const isSame = words.every((word, at) => [word, `${word}s`, word.replace(/s$/, '')].includes(tokens[at]?.text.toLowerCase() ?? ''))
    if (isSame && (beginsWithBase(rest) || beginsWithThird(rest))) return rest
  }
  return tokens
}

/** In JavaScript titles are prose, and an identifier among them is the name of what is tested: `toString`, `useRef`. */
const namesCode = (name: string, language: string): boolean => isScript(language) && !/_|^(?:tests?|should|it)(?=\p{Lu})/u.test(name)

/** What a benchmark or an example does is nothing that the software does. */
const NO_TESTS: Readonly<Record<string, string>> = { Benchmark: 'speed', Example: 'example' }

const readMeasured = (name: string, language: string): Clause | null => {
  const [, kind = '', measured] = /^(Benchmark|Example)_?([\p{Lu}\d].*|(?<=_).+)$/u.exec(name) ?? []
  if (language !== 'go' || measured === undefined) return null
  return { kind: 'topic', text: [NO_TESTS[kind] ?? kind, 'of', ...splitIdentifier(measured)].join(' ') }
}

/** `throwsIllegalArgumentExceptionIfNull`: the error's name is one word. */
const withErrorsWhole = (words: readonly string[], name: string): readonly string[] => {
  const from = words.findIndex((word) => /^(?:throws?|thrown|throwing|raises?|raised)$/.test(word)) + 1
  const length = words.slice(from).findIndex((word) => /^(?:exception|error)$/.test(word)) + 1
  if (from === 0 || length < 2 || length > 6 || DETERMINERS.has(words[from] ?? '')) return words
  const whole = words
    .slice(from, from + length)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return name.includes(whole) ? [...words.slice(0, from), whole, ...words.slice(from + length)] : words
}

const tokensOfName = (name: string, language: string, subjects: readonly string[]): Token[] => {
  if (isIdentifier(name) && !namesCode(name, language))
    return withoutSubject(wordsToTokens(withErrorsWhole(withoutTestWord(splitIdentifier(name)), name)), subjects)
  const tokens = tokensOf(name)
  const rest = tokens.slice(1)
  return tokens[0]?.word === 'test' && (PREPOSITIONS.has(rest[0]?.word ?? '') || beginsWithThird(rest) || beginsWithUnknown(rest))
    ? rest
    : tokens
}

/** Code that rules of linters and compilers are tested with, which has no verb whatever its words are elsewhere. */
const IS_CODE =
  /^(?:class|function|const|let|var|import|export|async function|interface|enum|type|return|throw|if|for|while|switch) .*(?:[{};]|\)$|=> |= )/

/** What is longer is no name, but data that somebody used as one; and reading takes time by its square. */
const LONGEST_NAME = 1000

const readable = (text: string): string => shortened(oneLine(text), LONGEST_NAME)

/** `subjects`: what the names of a file or suite repeat before they say what is done, in words. */
export const readName = (
  test: Pick<SpecifiedTest, 'name' | 'language' | 'suites' | 'cases' | 'assertions'>,
  subjects: readonly string[] = [],
): Clause => {
  const plain = withoutTags(
    readable(
      test.name
        .replace(/^`([^`]*)`$/, '$1')
        .replace(/^test_\d{4}_/, '')
        .replace(/^(test\w+)\(\)$/i, '$1')
        .replace(/^example at \S+:\d+$/, ''),
    ),
  )
  let name = withoutFullStop(withoutPlaceholders(withoutShortForms(plain), test))
  if (test.language === 'go' && test.suites.length > 0 && !/ |^Test[\p{Lu}_]/u.test(name)) name = name.replaceAll(/_+/g, ' ').trim()
  const measured = readMeasured(name, test.language)
  if (measured !== null) return measured
  if (IS_CODE.test(name)) return { kind: 'topic', text: name }
  const tokens = tokensOfName(name, test.language, subjects)
  if (tokens.length === 0) return { kind: 'vague', text: '' }
  const steps = saySteps(test.assertions.map((step) => withoutPlaceholders(readable(step), test)))
  if (steps !== null) return { kind: 'statement', text: `${name}: ${steps}`, hasSubject: true }
  const read =
    readGivenWhenThen(tokens) ?? (isIdentifier(name) && !isScript(test.language) ? readSegments(name) : null) ?? readClause(tokens)
  if (!isIdentifier(name) || isScript(test.language)) return read
  return readCalled(withoutTestWord(splitIdentifier(name)), test.assertions, read) ?? read
}
