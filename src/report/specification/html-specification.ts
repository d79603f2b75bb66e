import { createHash } from 'node:crypto'

import { BEHAVIOUR_STATES, type Behaviour, type Domain, type Feature } from '../../specification/specification.ts'
import { htmlCode, htmlText } from '../html-text.ts'
import { countWords, formatCount } from '../numbers.ts'
import { HTML_STYLE } from './html-style.ts'
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

// Nothing is loaded and nothing is run: no script, no picture, no other style than the one that this page has.
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(HTML_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** Words of the document's own language, in whatever direction they run. */
const spoken = (tag: string, text: string, language: string, attributes = ''): string =>
  `<${tag}${attributes} dir="auto"${language === 'en' ? '' : ` lang="${htmlText(language)}"`}>${htmlText(text)}</${tag}>`

/** Names of the states that there are within, for the filter. */
const classesOf = (behaviours: readonly Behaviour[]): string => {
  const counts = countStates(behaviours)
  return BEHAVIOUR_STATES.filter((state) => counts[state] > 0)
    .map((state) => `has-${state}`)
    .join(' ')
}

const remarks = (behaviour: Behaviour, document: SpecificationDocument): string => {
  const { state } = behaviour
  const reason = reasonOf(behaviour, document)
  const words = state === 'verified' ? '' : ` <span class="state">${STATE_WORDS[state]}</span>`
  const because = reason === null ? '' : ` <span class="reason"><bdi>${htmlText(reason)}</bdi></span>`
  return words + because + (behaviour.writtenBy === 'offline' ? ' <span class="reason">written offline</span>' : '')
}

const examplesOfBehaviour = (behaviour: Behaviour): string => {
  const { shown, more } = examplesOf(behaviour)
  if (shown.length === 0) return ''
  return `<p class="examples">For example ${shown.map(htmlCode).join(', ')}${more === 0 ? '' : ` and ${formatCount(more)} more`}</p>`
}

const citationItem = (citation: Citation): string => {
  const { id, test, state, reason } = citation
  if (test === undefined) return `<li>test ${htmlCode(id)}</li>`
  const words = [casesWords(citation), state && STATE_WORDS[state], reason && `<bdi>${htmlText(reason)}</bdi>`].filter(
    (word) => word !== null,
  )
  const names = [...test.suites, test.name].map((name) => `<bdi>${htmlText(name)}</bdi>`).join(' › ')
  return `<li>${htmlCode(`${test.path}:${test.line}`)} ${names}${words.length === 0 ? '' : ` (${words.join(', ')})`}</li>`
}

function* behaviourItem(behaviour: Behaviour, number: number, document: SpecificationDocument): Generator<string> {
  const anchor = `b-${htmlText(behaviour.id)}`
  const { language } = document.specification
  yield `<li id="${anchor}" class="${behaviour.state}"><a class="number" href="#${anchor}">${number}</a><div>`
  yield `<p class="sentence">${spoken('span', behaviour.text, language)}${remarks(behaviour, document)}</p>${examplesOfBehaviour(behaviour)}`
  yield `<details><summary>${countWords(countTests([behaviour], document), 'test')}</summary><ul>`
  yield* citationsOf(behaviour, document).map(citationItem)
  yield '</ul></details></div></li>\n'
}

function* featureSection(feature: Feature, anchor: string, document: SpecificationDocument): Generator<string> {
  yield `<section class="feature ${classesOf(feature.behaviours)}" id="${anchor}">\n`
  yield `${spoken('h3', feature.name, document.specification.language)}\n<ol>\n`
  for (const [index, behaviour] of feature.behaviours.entries()) yield* behaviourItem(behaviour, index + 1, document)
  yield '</ol>\n</section>\n'
}

function* contents(domains: readonly Domain[], language: string): Generator<string> {
  yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
  for (const [index, domain] of domains.entries()) {
    yield `<li class="${classesOf(behavioursOf([domain]))}"><a href="#domain-${index + 1}">${spoken('span', domain.name, language)}</a><ul>\n`
    for (const [place, feature] of domain.features.entries()) {
      const count = `<span class="count">${formatCount(feature.behaviours.length)}</span>`
      yield `<li class="${classesOf(feature.behaviours)}"><a href="#feature-${index + 1}-${place + 1}">${spoken('span', feature.name, language)}</a> ${count}</li>\n`
    }
    yield '</ul></li>\n'
  }
  yield '</ul>\n</nav>\n'
}

/** Needs no script: the style looks at which one is chosen. */
function* filter(behaviours: readonly Behaviour[]): Generator<string> {
  const counts = countStates(behaviours)
  const states = BEHAVIOUR_STATES.filter((state) => counts[state] > 0)
  if (states.length < 2) return
  yield '<fieldset><legend>Show</legend>\n'
  yield `<label><input type="radio" name="show" checked>all ${formatCount(behaviours.length)}</label>\n`
  for (const state of states)
    yield `<label><input type="radio" name="show" id="show-${state}">${STATE_WORDS[state]} ${formatCount(counts[state])}</label>\n`
  yield '</fieldset>\n'
}

function* head(document: SpecificationDocument): Generator<string> {
  const { repository, domains, language } = document.specification
  const behaviours = behavioursOf(domains)
  const place = repositoryPlace(repository)
  yield `<header>\n<h1>What <bdi>${htmlText(nameOfRepository(repository))}</bdi> does</h1>\n`
  yield `<p class="place">As its tests say: ${place.map(htmlCode).join(' ')}</p>\n`
  if (behaviours.length === 0) {
    yield '<p class="summary">Nothing is specified: there are no tests.</p>\n</header>\n'
    return
  }
  for (const paragraph of paragraphsOf(document.specification)) yield `${spoken('p', paragraph, language, ' class="summary"')}\n`
  const tests = countWords(countTests(behaviours, document), 'test')
  yield `<p><strong>${countWords(behaviours.length, 'behaviour')}</strong>, for which ${tests} vouch: ${stateCountWords(countStates(behaviours))}.</p>\n`
  const { model, fallbacks } = authorshipOf(document.specification)
  const by = model === null ? 'Written offline, from the words of the tests.' : `Written by ${htmlCode(model)} in ${htmlCode(language)}.`
  yield `<p class="note">${by}${fallbacks === 0 ? '' : ` ${fallbackWords(fallbacks)}.`} ${WITHOUT_REMARK}</p>\n`
  yield* filter(behaviours)
  yield '</header>\n'
}

/** One page that needs nothing else: to open from a disk, to send and to print. */
export function* htmlSpecification(document: SpecificationDocument): Generator<string> {
  const { repository, domains, language } = document.specification
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
  yield `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n`
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
  yield `<title>What ${htmlText(nameOfRepository(repository))} does</title>\n<style>${HTML_STYLE}</style>\n</head>\n<body>\n`
  yield* head(document)
  if (domains.length > 0) {
    yield* contents(domains, language)
    yield '<main>\n'
    for (const [index, domain] of domains.entries()) {
      const behaviours = behavioursOf([domain])
      yield `<section class="domain ${classesOf(behaviours)}" id="domain-${index + 1}">\n`
      yield `<h2>${spoken('span', domain.name, language)} <span class="count">${countWords(behaviours.length, 'behaviour')}</span></h2>\n`
      for (const [place, feature] of domain.features.entries())
        yield* featureSection(feature, `feature-${index + 1}-${place + 1}`, document)
      yield '</section>\n'
    }
    yield '</main>\n'
  }
  yield '</body>\n</html>\n'
}
