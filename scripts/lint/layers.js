/**
 * Which folder may import which. Plain JavaScript, so that the linter loads it under any Node an editor has.
 *
 * @typedef {{ zone: 'cmd' | 'subject' | 'entry' | 'test' | 'other', subject: string, rest: string[], isTest: boolean }} Place
 * @typedef {{ from: Place, to: Place, typeOnly: boolean }} Import
 */

/** Subjects of `src`, lowest first: each imports what is below it, and nothing beside or above it. */
export const LAYERS = [
  ['inventory', 'postgres', 'runtime'],
  ['extraction', 'source', 'vault', 'queue'],
  ['analysis', 'specification', 'retention', 'refresh', 'schedule'],
  ['server', 'report'],
]

/** The few imports that go sideways, each for a reason. */
const SIDEWAYS = [
  { from: 'postgres', to: 'runtime', typeOnly: false, because: 'the pool says its faults as every other part of a process does' },
  { from: 'extraction', to: 'source', typeOnly: true, because: 'extraction names what it reads from, and never makes one' },
]

/**
 * @param {string} path relative to the repository, `/` between parts
 * @returns {Place}
 */
export const placeOf = (path) => {
  const parts = path.split('/')
  const isTest = /\.test\.[cm]?[jt]s$/.test(path) || path.includes('/testing/')
  const [top = '', second = '', ...rest] = parts
  if (top === 'src' && rest.length > 0) return { zone: 'subject', subject: second, rest, isTest }
  if (top === 'src') return { zone: 'entry', subject: '', rest: [second], isTest }
  if (top === 'cmd') return { zone: 'cmd', subject: second, rest, isTest }
  if (top === 'test') return { zone: 'test', subject: second, rest, isTest: true }
  return { zone: 'other', subject: top, rest: [second, ...rest], isTest }
}

/** @param {string} subject */
const layerOf = (subject) => LAYERS.findIndex((layer) => layer.includes(subject))

/** @param {Place} place */
const frameworkOf = (place) =>
  place.subject === 'extraction' && place.rest[0] === 'frameworks' && place.rest.length > 2 ? place.rest[1] : undefined

/**
 * Between the parts of extraction: frameworks know languages and the contract; neither languages nor facts know a framework.
 *
 * @param {Import} imported
 */
const faultWithinExtraction = ({ from, to }) => {
  const framework = frameworkOf(from)
  const target = frameworkOf(to)
  if (framework !== undefined && target !== undefined && framework !== target) {
    return `the framework ${framework} imports its sibling ${target}; what both need belongs to their language or to the contract`
  }
  const part = from.rest[0]
  if ((part === 'languages' || part === 'facts') && to.rest[0] === 'frameworks') {
    return `extraction/${part} knows no framework; a framework tells what it needs through the contract`
  }
  return null
}

/**
 * @param {Import} imported
 */
const faultBetweenSubjects = ({ from, to, typeOnly }) => {
  if (from.subject === to.subject) return from.subject === 'extraction' ? faultWithinExtraction({ from, to, typeOnly }) : null
  const [layer, target] = [layerOf(from.subject), layerOf(to.subject)]
  if (layer < 0) return `src/${from.subject} has no layer; give it one in scripts/lint/layers.js`
  if (target < 0) return `src/${to.subject} has no layer; give it one in scripts/lint/layers.js`
  if (from.subject === 'inventory') return 'inventory imports nothing: it is what everything else agrees on'
  const framework = frameworkOf(from)
  if (framework !== undefined && to.subject !== 'inventory') {
    return `the framework ${framework} imports ${to.subject}; a framework knows its language, the contract and the inventory`
  }
  if (target < layer) return null
  const sideways = SIDEWAYS.find((pair) => pair.from === from.subject && pair.to === to.subject)
  if (sideways?.typeOnly === true && !typeOnly) return `${from.subject} may import types of ${to.subject} only`
  if (sideways !== undefined) return null
  return `${from.subject} imports ${to.subject}, which is ${target === layer ? 'beside' : 'above'} it; imports run downwards`
}

/**
 * The list of services names each process's settings, so that no variable is described twice.
 *
 * @param {Import} imported
 */
const describesProcess = ({ from, to }) =>
  from.zone === 'other' && from.subject === 'infra' && to.zone === 'cmd' && to.rest.length === 1 && to.rest[0] === 'settings.ts'

/**
 * What is wrong with an import between two files of the repository, or null.
 *
 * @param {Import} imported
 * @returns {string | null}
 */
export const faultOfImport = (imported) => {
  const { from, to } = imported
  if (describesProcess(imported)) return null
  if (to.zone === 'cmd' && from.zone !== 'test' && !(from.zone === 'cmd' && from.subject === to.subject)) {
    return 'nothing imports cmd: what two processes need belongs to a subject in src'
  }
  const product = from.zone === 'subject' || from.zone === 'entry' || from.zone === 'cmd'
  if (product && !from.isTest && (to.isTest || to.zone === 'test' || to.subject === 'scripts')) {
    return 'the product imports no test and no script'
  }
  if (from.zone !== 'subject' || from.isTest)
    return from.zone === 'subject' && to.zone === 'subject' ? faultBetweenSubjects(imported) : null
  if (to.zone === 'entry') return 'src/index.ts is the entrance for others; import what it offers where it is written'
  if (from.subject === 'inventory' && to.zone !== 'subject') return 'inventory imports nothing: it is what everything else agrees on'
  return to.zone === 'subject' ? faultBetweenSubjects(imported) : null
}

/**
 * @param {Place} from
 * @param {string} specifier
 * @returns {string | null}
 */
export const faultOfPackageImport = (from, specifier) =>
  from.zone === 'subject' && from.subject === 'inventory' && !from.isTest && !specifier.startsWith('node:')
    ? `inventory imports nothing, not even ${specifier}: whoever holds an inventory can read it`
    : null
