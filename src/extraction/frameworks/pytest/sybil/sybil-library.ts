/** What the package `sybil` gives: parsers, and `Sybil(…).pytest()`, the hook of pytest that collects by them. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { hostDataOf } from '../../../evaluation/host-data.ts'
import { host, type HostValue, type Invocation, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { repositoryPath } from '../../../languages/python/library/repository-files.ts'
import { argument, native, nativeClass, nativeModule, type PythonHostData } from '../../../languages/python/python-calls.ts'
import { iterate } from '../../../languages/python/python-iteration.ts'
import { hookValue } from '../collectors.ts'
import { fnmatch } from '../shell-glob.ts'
import { capturedTexts } from './captured-texts.ts'
import {
  clearings,
  codeBlocks,
  doctestDirectives,
  doctests,
  MARKDOWN,
  type Markup,
  MYST,
  type Parser,
  pythonBlocks,
  REST,
  skips,
} from './sybil-parsers.ts'

export interface Sybil {
  /** The files that it takes, by paths relative to this directory. */
  readonly directory: string
  readonly patterns: readonly string[]
  readonly excludes: readonly string[]
  readonly fileNames: readonly string[]
  /** Null where not all of them are known. */
  readonly parsers: readonly Parser[] | null
  readonly name: string
}

interface ParserData extends PythonHostData {
  readonly kind: 'sybil parser'
  readonly parser: Parser
}

interface SybilData extends PythonHostData {
  readonly kind: 'sybil'
  readonly sybils: readonly Sybil[]
}

const parserOf = (value: Value): Parser | undefined => hostDataOf<ParserData>(value, 'sybil parser')?.parser
const sybilsOf = (value: Value): readonly Sybil[] | undefined => hostDataOf<SybilData>(value, 'sybil')?.sybils

const parserValue = (name: string, parser: Parser): HostValue =>
  host(name, { data: { kind: 'sybil parser', python: 'object', name, isTrue: true, parser } satisfies ParserData })

const parserClass = (name: string, parserFor: (invocation: Invocation) => Parser | null): [string, Value] => [
  name,
  nativeClass(`sybil.${name}`, {
    call: (_args, invocation) => {
      const parser = parserFor(invocation)
      return parser ? parserValue(name, parser) : UNKNOWN
    },
  }),
]

const parsersOf = ({ code, doctest, comment }: Markup): Record<string, Value> =>
  Object.fromEntries([
    parserClass('CodeBlockParser', (invocation) => {
      const language = argument(invocation, 0, 'language')
      return typeof language === 'string' ? codeBlocks(code, language) : null
    }),
    parserClass('SkipParser', () => skips(comment('skip'))),
    parserClass('ClearNamespaceParser', () => clearings(comment('clear-namespace'))),
    ...(doctest ? [parserClass('DocTestDirectiveParser', () => doctestDirectives(doctest))] : []),
  ])

const REST_PARSERS: Record<string, Value> = {
  ...parsersOf(REST),
  ...Object.fromEntries([
    parserClass('CaptureParser', () => capturedTexts),
    parserClass('DocTestParser', () => doctests),
    parserClass('PythonCodeBlockParser', () => codeBlocks(REST.code, 'python')),
  ]),
}

const withPython = (markup: Markup): Record<string, Value> => ({
  ...parsersOf(markup),
  ...Object.fromEntries([parserClass('PythonCodeBlockParser', () => pythonBlocks(markup.code))]),
})

/** All texts of a list that is known; null otherwise. */
const textsOf = (value: Value, evaluator: Evaluator): string[] | null => {
  if (value === undefined) return []
  const known = iterate(value, evaluator)
  const texts = known?.items.filter((item) => typeof item === 'string') ?? []
  return known && !known.open && texts.length === known.items.length ? texts : null
}

const readParsers = (value: Value, evaluator: Evaluator): Parser[] | null => {
  const known = iterate(value, evaluator)
  const parsers = known?.items.map(parserOf).filter((parser) => parser !== undefined) ?? []
  return known && !known.open && parsers.length === known.items.length ? parsers : null
}

const readSybil = (invocation: Invocation): Sybil | null => {
  const { evaluator, module } = invocation
  const texts = (index: number, name: string): string[] | null => textsOf(argument(invocation, index, name), evaluator)
  const one = (index: number, name: string): string[] | null => {
    const value = argument(invocation, index, name)
    return value === undefined || value === null ? [] : typeof value === 'string' ? [value] : null
  }
  const [pattern, patterns, exclude, excludes, fileNames] = [
    one(1, 'pattern'),
    texts(2, 'patterns'),
    one(3, 'exclude'),
    texts(4, 'excludes'),
    texts(5, 'filenames'),
  ]
  const place = argument(invocation, 6, 'path') ?? '.'
  const name = argument(invocation, 12, 'name') ?? ''
  const directory =
    typeof place === 'string' && !place.startsWith('/') ? repositoryPath(`${module.path.replace(/[^/]*$/, '')}${place}`) : undefined
  if (!pattern || !patterns || !exclude || !excludes || !fileNames || directory === undefined || typeof name !== 'string') return null
  const hasOwnDocuments = invocation.keywords.has('document_types')
  return {
    directory,
    patterns: [...patterns, ...pattern],
    excludes: [...excludes, ...exclude],
    fileNames,
    parsers: hasOwnDocuments ? null : readParsers(argument(invocation, 0, 'parsers'), evaluator),
    name,
  }
}

/** `PurePath.match`: part by part from the end. */
const matches = (path: string, pattern: string): boolean => {
  const [parts, wanted] = [path, pattern].map((one) => one.split('/').filter((part) => part !== '' && part !== '.'))
  if (!parts || !wanted || wanted.length === 0 || wanted.length > parts.length) return false
  return wanted.toReversed().every((part, at) => fnmatch(parts.at(-1 - at) ?? '', part))
}

const takes = ({ directory, patterns, excludes, fileNames }: Sybil, path: string): boolean => {
  if (directory !== '' && !path.startsWith(`${directory}/`)) return false
  const relative = directory === '' ? path : path.slice(directory.length + 1)
  const isIncluded =
    patterns.some((pattern) => matches(relative, pattern)) || fileNames.includes(relative.slice(relative.lastIndexOf('/') + 1))
  return isIncluded && !excludes.some((pattern) => matches(relative, pattern))
}

/** `Sybil(…)`, or several in one, with the method that makes a hook of them. */
const sybilValue = (sybils: readonly Sybil[]): HostValue => {
  const hook = hookValue((path) => {
    const active = sybils.filter((sybil) => takes(sybil, path))
    return active.length === 0 ? null : { kind: 'sybils', sybils: active }
  })
  const add = (right: Value): Value => joined([sybils, sybilsOf(right)])
  return host('Sybil', {
    member: (name) => (name === 'pytest' ? native('sybil.Sybil.pytest', () => hook) : UNKNOWN),
    data: { kind: 'sybil', python: 'object', name: 'Sybil', isTrue: true, sybils, add } satisfies SybilData,
  })
}

const joined = (groups: readonly (readonly Sybil[] | undefined)[]): Value => {
  const known = groups.filter((group) => group !== undefined)
  return known.length === groups.length ? sybilValue(known.flat()) : UNKNOWN
}

const SYBIL = nativeClass('sybil.Sybil', {
  call: (_args, invocation) => {
    const sybil = readSybil(invocation)
    return sybil ? sybilValue([sybil]) : UNKNOWN
  },
})

const COLLECTION = nativeClass('sybil.SybilCollection', {
  call: ([given], { evaluator }) => {
    const known = iterate(given, evaluator)
    return known && !known.open ? joined(known.items.map(sybilsOf)) : UNKNOWN
  },
})

const { CodeBlockParser, PythonCodeBlockParser, DocTestParser } = REST_PARSERS

/** By markup, and by the names that they had first. */
const PARSERS: Readonly<Record<string, Record<string, Value>>> = {
  rest: REST_PARSERS,
  markdown: withPython(MARKDOWN),
  myst: withPython(MYST),
  doctest: { DocTestParser },
  codeblock: { CodeBlockParser, PythonCodeBlockParser },
  capture: { parse_captures: parserValue('parse_captures', capturedTexts) },
  skip: { skip: parserValue('skip', skips(REST.comment('skip'))) },
}

const PARSER_MODULES = Object.fromEntries(
  Object.entries(PARSERS).map(([name, members]) => [name, nativeModule(`sybil.parsers.${name}`, members)]),
)

const MODULES: Readonly<Record<string, Value>> = {
  sybil: nativeModule('sybil', { Sybil: SYBIL }),
  'sybil.sybil': nativeModule('sybil.sybil', { Sybil: SYBIL, SybilCollection: COLLECTION }),
  'sybil.parsers': nativeModule('sybil.parsers', PARSER_MODULES),
  ...Object.fromEntries(Object.entries(PARSER_MODULES).map(([name, module]) => [`sybil.parsers.${name}`, module])),
}

export const sybilModule = (name: string): Value | undefined => (Object.hasOwn(MODULES, name) ? MODULES[name] : undefined)
