import { parseSync } from 'oxc-parser'
import type { FileFacts, Language } from '../../facts/program.ts'
import { lowerStatements } from './lower-statements.ts'
import { Lowering } from './lowering.ts'
import { usesTestVocabulary } from './test-vocabulary.ts'

type Dialect = Extract<Language, 'javascript' | 'typescript' | 'tsx'>

/** JavaScript files may hold JSX; TypeScript's own files can't, since `<T>value` is a cast there. */
const DIALECTS = { javascript: 'jsx', typescript: 'ts', tsx: 'tsx' } as const

/** The facts of a JavaScript or TypeScript file. */
export const lowerJavaScript = (text: string, language: Dialect): FileFacts => {
  const { program, errors } = parseSync(`file.${DIALECTS[language]}`, text, { lang: DIALECTS[language], sourceType: 'unambiguous', preserveParens: false })
  const lowering = new Lowering(text)
  const body = lowerStatements(lowering, program.body)
  const syntaxErrors = body.length > 0 ? [] : errors.map(({ message, labels }) => ({ line: lowering.lineAt(labels[0]?.start ?? 0), message }))
  return { language, body, vocabulary: usesTestVocabulary(text), syntaxErrors }
}
