import type { Statement } from '../../facts/program.ts'
import type { PythonReading } from './python-statements.ts'
import { keywordCode } from './python-tokens.ts'
import {
  CLOSE_PARENTHESIS,
  COMMA,
  DOT,
  ELLIPSIS,
  expectName,
  isOperator,
  lineAt,
  OPEN_PARENTHESIS,
  STAR,
  takeKeyword,
  takeOperator,
  type TokenCursor,
  unexpected,
} from './token-cursor.ts'

const AS = keywordCode('as')
const IMPORT = keywordCode('import')

const dottedName = (cursor: TokenCursor): string => {
  let name = expectName(cursor)
  while (takeOperator(cursor, DOT)) name += `.${expectName(cursor)}`
  return name
}

/**
 * `import a.b` binds `a`, whose member `b` is found when it is asked for; that it names `a.b` is told beside. `import a.b as c`
 * binds `a.b`.
 */
export const parseImport = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  do {
    const source = dottedName(reading)
    if (takeKeyword(reading, AS)) into.push({ kind: 'import', source, names: [{ imported: '*', local: expectName(reading) }], line })
    else {
      const [root = source] = source.split('.')
      into.push({ kind: 'import', source: root, names: [{ imported: '*', local: root }], line })
      if (root !== source) into.push({ kind: 'import', source, names: [], line })
    }
  } while (takeOperator(reading, COMMA))
}

export const parseImportFrom = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  let source = ''
  for (;;) {
    if (takeOperator(reading, DOT)) source += '.'
    else if (takeOperator(reading, ELLIPSIS)) source += '...'
    else break
  }
  if (source === '' || !takeKeyword(reading, IMPORT)) {
    source += dottedName(reading)
    if (!takeKeyword(reading, IMPORT)) unexpected(reading)
  }
  if (takeOperator(reading, STAR)) {
    into.push({ kind: 'import', source, names: [{ imported: '*', local: '*' }], line })
    return
  }
  const names: { imported: string; local: string }[] = []
  const isParenthesized = takeOperator(reading, OPEN_PARENTHESIS)
  do {
    if (isParenthesized && isOperator(reading, CLOSE_PARENTHESIS)) break
    const imported = expectName(reading)
    names.push({ imported, local: takeKeyword(reading, AS) ? expectName(reading) : imported })
  } while (takeOperator(reading, COMMA))
  if (isParenthesized && !takeOperator(reading, CLOSE_PARENTHESIS)) unexpected(reading)
  // What comes from the future is syntax, not a module.
  if (source !== '__future__') into.push({ kind: 'import', source, names, line })
}
