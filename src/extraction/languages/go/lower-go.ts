/** Lowers Go: one file's text to its facts. Pure; reads whatever it is given and keeps what can be read. */
import type { FileFacts, Parameter, Statement } from '../../facts/program.ts'
import { readConstants, readTypes, readVariables } from './go-declarations.ts'
import { readFunctionFacts } from './go-functions.ts'
import { GoParser } from './go-parser.ts'
import { keepWhatMatters } from './go-relevance.ts'
import { readParameters, readSignature, readTypeParameters } from './go-types.ts'
import { mayHaveWriters } from './go-writers.ts'

export const lowerGo = (text: string): FileFacts => {
  const parser = new GoParser(text)
  const statements: Statement[] = []
  let packageName = ''
  if (parser.expect('package')) {
    packageName = parser.text
    parser.next()
  }
  const directives = buildDirectives(text.slice(0, parser.start))
  while (!parser.atEnd) readTopLevel(parser, statements)
  const vocabulary = mayDeclare(text)
  const body = keepWhatMatters(statements, mayHaveWriters(text))
  return {
    language: 'go',
    body,
    imports: [...new Set(body.flatMap((statement) => (statement.kind === 'import' ? [statement.source] : [])))],
    vocabulary,
    syntaxErrors: parser.errors,
    packageName,
    ...(directives.length === 0 ? {} : { directives }),
  }
}

const mayDeclare = (text: string): boolean => text.includes('"testing"') || text.includes('.Run(')

/** Build constraints stand before the package clause; `//go:build` wins over the older form. */
const buildDirectives = (head: string): string[] => {
  // What stands in or behind a block comment is none.
  const outside = head.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) =>
    comment.startsWith('//') ? comment : comment.replaceAll(/[^\n]+/g, '_'),
  )
  const lines = outside.split('\n').map((line) => line.trim())
  const build = lines.filter((line) => /^\/\/go:build\s/.test(line))
  return build.length > 0 ? build.slice(0, 1) : lines.filter((line) => /^\/\/\s*\+build\s/.test(line))
}

const readTopLevel = (parser: GoParser, statements: Statement[]): void => {
  const before = parser.start
  if (parser.accept(';')) return
  if (parser.is('import')) readImports(parser, statements)
  else if (parser.is('var')) readVariables(parser, statements, true)
  else if (parser.is('const')) readConstants(parser, statements)
  else if (parser.is('type')) readTypes(parser, statements)
  else if (parser.is('func')) readFunction(parser, statements)
  else parser.unexpected('expected a declaration')
  if (parser.is(';') || parser.atEnd) return
  parser.unexpected('expected a declaration')
  skipToDeclaration(parser, before)
}

const DECLARATIONS = new Set(['func', 'var', 'const', 'type', 'import'])

/** After something unreadable: on to the next declaration that begins a line. */
const skipToDeclaration = (parser: GoParser, before: number): void => {
  if (parser.start === before) parser.next()
  const { source } = parser
  while (!parser.atEnd) {
    const beginsLine = parser.start === 0 || source[parser.start - 1] === '\n'
    if (beginsLine && parser.kind === 'keyword' && DECLARATIONS.has(parser.text)) return
    parser.next()
  }
}

const readImports = (parser: GoParser, statements: Statement[]): void => {
  parser.next()
  const isGroup = parser.accept('(')
  do {
    if (isGroup && parser.is(')')) break
    const { startLine: line } = parser
    let local: string | null = null
    if (parser.kind === 'name' || parser.is('.')) {
      local = parser.text
      parser.next()
    }
    if (parser.kind !== 'string') {
      parser.unexpected('expected an import path')
      parser.skipToClosing()
      break
    }
    const source = parser.source.slice(parser.start + 1, parser.end - 1)
    parser.next()
    const name = local ?? packageNameOf(source)
    const names = name === '_' ? [] : [{ imported: '*', local: name === '.' ? '*' : name }]
    statements.push({ kind: 'import', source, names, line })
  } while (isGroup && parser.accept(';'))
  if (isGroup) parser.expect(')')
}

/** The likely name of an imported package: the last part of its path that is no version, without what names can't have. */
export const packageNameOf = (source: string): string => {
  const parts = source.split('/')
  let last = parts.pop() ?? ''
  if (/^v\d+$/.test(last) && parts.length > 0) last = parts.pop() ?? ''
  last = last.replace(/\.v\d+$/, '')
  return last
    .replace(/^go-/, '')
    .replace(/[-.]go$/, '')
    .replaceAll(/[^\p{L}\p{N}_]/gu, '_')
}

/** `(list *List[T])` */
const receiverParameters = (receiver: Parameter | undefined): string[] =>
  /\[([^[\]]*)\]\)*$/
    .exec(receiver?.type ?? '')?.[1]
    ?.split(',')
    .map((name) => name.trim()) ?? []

const readFunction = (parser: GoParser, statements: Statement[]): void => {
  parser.next()
  let receiver: Parameter | undefined
  if (parser.is('(')) [receiver] = readParameters(parser)
  const { text: name, startLine: line } = parser
  if (parser.kind === 'name') parser.next()
  else {
    parser.unexpected('expected a name')
    return
  }
  const typeParameters = parser.is('[') ? readTypeParameters(parser) : receiverParameters(receiver)
  const signature = readSignature(parser)
  const type = receiver ? /^\(*\*?\(*([\p{L}_][\p{L}\p{N}_]*)/u.exec(receiver.type ?? '')?.[1] : undefined
  const isExample = !receiver && name.startsWith('Example')
  if (isExample) parser.comments = []
  const bodyStart = parser.start
  const facts = readFunctionFacts(parser, {
    name: type === undefined ? name : `${type}.${name}`,
    line,
    signature,
    ...(receiver ? { receiver } : {}),
  })
  if (typeParameters.length > 0) facts.typeParameters = typeParameters
  const output = isExample ? outputOf(parser, bodyStart) : null
  if (output !== null) facts.docstring = output
  parser.comments = null
  if (!receiver) statements.push({ kind: 'function', function: facts })
  // A method is no name of its package, so it is declared by one that no program can have.
  else if (type !== undefined)
    statements.push({
      kind: 'declare',
      pattern: { kind: 'name', name: `${type}.${name}` },
      value: { kind: 'function', function: facts },
      line,
    })
}

/** What an example must print for it to be run: its last comment, where that begins with `Output:`. */
const outputOf = (parser: GoParser, from: number): string | null => {
  const comments = (parser.comments ?? []).filter(({ start, end }) => start >= from && end <= parser.lastEnd)
  let first = comments.length - 1
  const belongsTogether = (index: number): boolean => {
    const [before, after] = [comments[index - 1], comments[index]]
    if (before === undefined || after === undefined || after.line - before.endLine > 1) return false
    // A comment behind code is a group of its own.
    const lineStart = parser.source.lastIndexOf('\n', before.start) + 1
    return parser.source.slice(lineStart, before.start).trim() === '' && parser.source.slice(before.end, after.start).trim() === ''
  }
  while (belongsTogether(first)) first--
  const text = comments
    .slice(Math.max(first, 0))
    .map(({ start, end }) => parser.source.slice(start, end))
    .filter((comment) => !/^\/\/[a-z0-9]+:\S/.test(comment))
    .map((comment) => (comment.startsWith('//') ? comment.slice(2) : comment.slice(2, -2)))
    .join('\n')
  return /^\s*(?:unordered )?output:/i.test(text) ? text.trim().slice(0, 200) : null
}
