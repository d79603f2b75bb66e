import type { Behaviour, Domain, Feature } from '../../specification/specification.ts'
import { code } from '../markdown-code.ts'
import { prose } from '../markdown-prose.ts'
import { countWords } from '../numbers.ts'
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

const NOT_VERIFIED = ['expected-to-fail', 'skipped', 'to-be-written'] as const

/** Beside a sentence: what it is short of. */
const remarks = (behaviour: Behaviour, document: SpecificationDocument): string => {
  const words: string[] = []
  const reason = reasonOf(behaviour, document)
  if (behaviour.state !== 'verified') words.push(`**${STATE_WORDS[behaviour.state]}**${reason === null ? '' : `: ${code(reason)}`}`)
  if (behaviour.writtenBy === 'offline') words.push('written offline')
  return words.length === 0 ? '' : ` — ${words.join('; ')}`
}

const examplesLine = (behaviour: Behaviour): string | null => {
  const { shown, more } = examplesOf(behaviour)
  if (shown.length === 0) return null
  return `For example ${shown.map(code).join(', ')}${more === 0 ? '' : ` and ${more} more`}`
}

const citationLine = (citation: Citation): string => {
  const { id, test, state, reason } = citation
  if (test === undefined) return `test ${code(id)}`
  const words = [casesWords(citation), state && STATE_WORDS[state], reason && code(reason)].filter((word) => word !== null)
  const names = [...test.suites, test.name].map(code).join(' › ')
  return `${code(`${test.path}:${test.line}`)} ${names}${words.length === 0 ? '' : ` (${words.join(', ')})`}`
}

/** The items of a list have the number of their sentence, so that who looks for its tests finds them. */
function* citedTests(feature: Feature, document: SpecificationDocument): Generator<string> {
  yield `\n<details><summary>${countWords(countTests(feature.behaviours, document), 'test')}</summary>\n\n`
  for (const [index, behaviour] of feature.behaviours.entries()) {
    const marker = `${index + 1}. `
    const [first, ...others] = citationsOf(behaviour, document).map(citationLine)
    yield `${marker}${others.length === 0 ? '' : '- '}${first ?? ''}\n`
    for (const other of others) yield `${' '.repeat(marker.length)}- ${other}\n`
  }
  yield '\n</details>\n'
}

function* featureSection(feature: Feature, document: SpecificationDocument): Generator<string> {
  yield `\n### ${prose(feature.name)}\n\n`
  for (const [index, behaviour] of feature.behaviours.entries()) {
    const marker = `${index + 1}. `
    yield `${marker}${prose(behaviour.text)}${remarks(behaviour, document)}\n`
    const examples = examplesLine(behaviour)
    // A paragraph of its own would set all items of the list apart; a break within one does not.
    if (examples !== null) yield `${' '.repeat(marker.length)}<br>${examples}\n`
  }
  yield* citedTests(feature, document)
}

/** An anchor of our own: how a heading's is made differs from host to host. */
const anchorOf = (index: number): string => `domain-${index + 1}`

function* contents(domains: readonly Domain[]): Generator<string> {
  for (const [index, domain] of domains.entries()) {
    const behaviours = behavioursOf([domain])
    const others = stateCountWords(countStates(behaviours), NOT_VERIFIED)
    yield `- [${prose(domain.name)}](#${anchorOf(index)}): ${countWords(behaviours.length, 'behaviour')}${others === '' ? '' : `, ${others}`}\n`
  }
}

function* authorship(document: SpecificationDocument): Generator<string> {
  const { model, fallbacks } = authorshipOf(document.specification)
  if (model === null) yield 'Written offline, from the words of the tests.\n'
  else yield `Written by ${code(model)} in ${code(document.specification.language)}.\n`
  if (fallbacks > 0) yield `${fallbackWords(fallbacks)}.\n`
  yield `${WITHOUT_REMARK}\n`
}

/** For wikis, pull requests and repositories: sentences to read, and under each feature the tests that vouch for them. */
export function* markdownSpecification(document: SpecificationDocument): Generator<string> {
  const { repository, domains } = document.specification
  const behaviours = behavioursOf(domains)
  yield `# What ${prose(nameOfRepository(repository))} does\n\n`
  yield `As its tests say: ${repositoryPlace(repository).map(code).join(' ')}\n\n`
  if (behaviours.length === 0) {
    yield 'Nothing is specified: there are no tests.\n'
    return
  }
  for (const paragraph of paragraphsOf(document.specification)) yield `${prose(paragraph)}\n\n`
  yield `**${countWords(behaviours.length, 'behaviour')}**, for which ${countWords(countTests(behaviours, document), 'test')} vouch: `
  yield `${stateCountWords(countStates(behaviours))}.\n`
  yield* authorship(document)
  yield '\n'
  yield* contents(domains)
  for (const [index, { name, features }] of domains.entries()) {
    yield `\n<a id="${anchorOf(index)}"></a>\n\n## ${prose(name)}\n`
    for (const feature of features) yield* featureSection(feature, document)
  }
}
