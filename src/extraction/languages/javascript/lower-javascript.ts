import type { ParseResult } from 'oxc-parser'
import type { FileFacts, Language } from '../../facts/program.ts'
import { changedByHooks } from './hook-changes.ts'
import { importedSources } from './imported-sources.ts'
import { IN_SOURCE } from './in-source-tests.ts'
import { lowerStatements } from './lower-statements.ts'
import { Lowering } from './lowering.ts'
import { mendSyntax } from './mend-syntax.ts'
import { vitestMocks } from './mocks-first.ts'
import { type Dialect, parseText } from './parse-text.ts'
import { usesTestVocabularyOutside } from './test-vocabulary.ts'

/** The languages that oxc reads. */
type Written = Extract<Language, 'javascript' | 'typescript' | 'tsx'>

/**
 * JavaScript files may hold JSX; TypeScript's own files can't, since `<T>value` is a cast there. What is none of its own
 * dialect may be of another: types in JavaScript, as bundlers take them, and markup in TypeScript.
 */
const DIALECTS: Record<Written, readonly [Dialect, ...Dialect[]]> = {
  javascript: ['jsx', 'tsx', 'ts'],
  typescript: ['ts', 'tsx'],
  tsx: ['tsx'],
}

/** Of a text with syntax errors the parser gives nothing; with errors of meaning alone (a name declared twice) it gives all. */
const isRead = ({ program, errors }: ParseResult): boolean => errors.length === 0 || program.body.length > 0

const offsetOf = ({ errors }: ParseResult): number => errors[0]?.labels[0]?.start ?? 0

interface Read {
  result: ParseResult | null
  /** The first thing that is wrong, where something had to be left out. */
  error: { offset: number; message: string } | null
}

const read = (text: string, language: Written): Read => {
  const [own, ...others] = DIALECTS[language]
  const asItIs = parseText(text, own)
  if (isRead(asItIs)) return { result: asItIs, error: null }
  // The parser says of any error below this pragma that it doesn't know Flow, instead of what and where it is.
  const plain = text.replaceAll('@flow', '     ')
  const first = plain === text ? asItIs : parseText(plain, own)
  for (const other of others) {
    const result = parseText(plain, other)
    if (isRead(result)) return { result, error: null }
  }
  const broadest = others[0] ?? own
  const result = mendSyntax(plain, language === 'typescript' ? 'typescript' : 'tsx', (mended) => {
    for (const dialect of [own, broadest]) {
      const again = parseText(mended, dialect)
      if (isRead(again)) return again
      if (dialect === broadest) return offsetOf(again)
    }
    return 0
  })
  return { result, error: { offset: offsetOf(first), message: first.errors[0]?.message ?? 'it could not be read' } }
}

/** The facts of a JavaScript or TypeScript file. */
export const lowerJavaScript = (text: string, language: Written): FileFacts => {
  const { result, error } = read(text, language)
  const lowering = new Lowering(text)
  if (result) lowering.hooked = changedByHooks(result.program, lowering)
  const lifted = result && lowering.hasMocks ? vitestMocks(result.program, text) : []
  const first = lowerStatements(lowering, lifted)
  lowering.lifted = new Set(lifted)
  const body = result ? [...first, ...lowerStatements(lowering, result.program.body)] : []
  return {
    language,
    body,
    vocabulary: usesTestVocabularyOutside(text, () => result?.comments ?? []),
    imports: importedSources(body),
    syntaxErrors: error ? [{ line: lowering.lineAt(error.offset), message: error.message }] : [],
    ...(text.includes(IN_SOURCE) ? { directives: [IN_SOURCE] } : {}),
    ...(lowering.cutAt === null ? {} : { cutAt: lowering.cutAt }),
  }
}
