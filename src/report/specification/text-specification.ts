import type { Behaviour, BehaviourState, Feature } from '../../specification/specification.ts'
import { countWords } from '../numbers.ts'
import { createPaint, cutEnd, type Style, type Terminal } from '../terminal.ts'
import { visibleText } from '../visible-text.ts'
import { wrapText } from '../wrap-text.ts'
import { repositoryPlace } from '../repository-place.ts'
import {
  authorshipOf,
  behavioursOf,
  casesWords,
  citationsOf,
  countStates,
  countTests,
  examplesOf,
  fallbackWords,
  nameOfRepository,
  paragraphsOf,
  reasonOf,
  stateCountWords,
  STATE_WORDS,
  WITHOUT_REMARK,
  type Citation,
  type SpecificationDocument,
} from './specification-document.ts'

const INDENT = '  '

const MARKS: Record<BehaviourState, string> = { verified: '•', 'expected-to-fail': '×', skipped: '↓', 'to-be-written': '□' }
const STYLES: Record<BehaviourState, Style> = { verified: 'green', 'expected-to-fail': 'blue', skipped: 'yellow', 'to-be-written': 'cyan' }

const remarks = (behaviour: Behaviour, document: SpecificationDocument): string => {
  const words: string[] = []
  const reason = reasonOf(behaviour, document)
  if (behaviour.state !== 'verified') words.push(STATE_WORDS[behaviour.state] + (reason === null ? '' : `: ${visibleText(reason)}`))
  if (behaviour.writtenBy === 'offline') words.push('written offline')
  return words.length === 0 ? '' : ` (${words.join('; ')})`
}

const citationLine = (citation: Citation): string => {
  const { id, test, state, reason } = citation
  if (test === undefined) return `test ${visibleText(id)}`
  const words = [casesWords(citation), state && STATE_WORDS[state], reason && visibleText(reason)].filter((word) => word !== null)
  const names = [...test.suites, test.name].map(visibleText).join(' › ')
  return `${visibleText(test.path)}:${test.line} ${names}${words.length === 0 ? '' : ` (${words.join(', ')})`}`
}

const examplesLine = (behaviour: Behaviour): string | null => {
  const { shown, more } = examplesOf(behaviour)
  if (shown.length === 0) return null
  return `for example ${shown.map(visibleText).join('; ')}${more === 0 ? '' : ` and ${more} more`}`
}

/** For terminals and pipes: every sentence with the tests that vouch for it, a line each. */
export function* textSpecification(document: SpecificationDocument, terminal: Terminal): Generator<string> {
  const { repository, domains } = document.specification
  const paint = createPaint(terminal)
  const behaviours = behavioursOf(domains)
  const fit = (text: string, taken: number): string => (terminal.width === null ? text : cutEnd(text, Math.max(8, terminal.width - taken)))

  /** In lines below each other, the first after its own beginning. */
  function* wrapped(text: string, first: string, style?: Style): Generator<string> {
    const lines = wrapText(text, terminal.width === null ? null : terminal.width - first.length - 1)
    for (const [index, line] of lines.entries())
      yield `${index === 0 ? first : ' '.repeat(first.length)}${style === undefined ? line : paint(style, line)}\n`
  }

  function* featureLines(feature: Feature): Generator<string> {
    yield* wrapped(visibleText(feature.name), INDENT.repeat(2), 'underline')
    for (const behaviour of feature.behaviours) {
      const text = visibleText(behaviour.text) + remarks(behaviour, document)
      const style = behaviour.state === 'verified' ? undefined : STYLES[behaviour.state]
      yield* wrapped(text, `${INDENT.repeat(3)}${MARKS[behaviour.state]} `, style)
      const indent = INDENT.repeat(5)
      const examples = examplesLine(behaviour)
      const lines = [...(examples === null ? [] : [examples]), ...citationsOf(behaviour, document).map(citationLine)]
      for (const line of lines) yield `${indent}${paint('dim', fit(line, indent.length))}\n`
    }
  }

  yield `\n${INDENT}${paint('bold', fit(`What ${visibleText(nameOfRepository(repository))} does`, INDENT.length))}\n`
  const place = repositoryPlace(repository)
  yield `${INDENT}${fit(`as its tests say: ${place.map(visibleText).join(' ')}`, INDENT.length)}\n\n`
  if (behaviours.length === 0) {
    yield `${INDENT}Nothing is specified: there are no tests.\n\n`
    return
  }
  for (const paragraph of paragraphsOf(document.specification)) yield* wrapped(visibleText(paragraph), INDENT)
  const { model, fallbacks } = authorshipOf(document.specification)
  const tests = countWords(countTests(behaviours, document), 'test')
  yield `\n${INDENT}${paint('bold', countWords(behaviours.length, 'behaviour'))}, for which ${tests} vouch\n`
  yield* wrapped(stateCountWords(countStates(behaviours)), INDENT)
  const language = visibleText(document.specification.language)
  yield* wrapped(
    model === null ? 'written offline, from the words of the tests' : `written by ${visibleText(model)} in ${language}`,
    INDENT,
    'dim',
  )
  if (fallbacks > 0) yield* wrapped(fallbackWords(fallbacks), INDENT, 'dim')
  yield* wrapped(WITHOUT_REMARK, INDENT, 'dim')
  for (const { name, features } of domains) {
    yield '\n'
    yield* wrapped(visibleText(name), INDENT, 'bold')
    for (const feature of features) {
      yield '\n'
      yield* featureLines(feature)
    }
  }
  yield '\n'
}
