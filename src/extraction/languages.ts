/** The list of languages. Their parsers are loaded by the worker threads alone (see lower-file.ts). */
import type { Language } from './facts/program.ts'
import type { LanguageSupport } from './language.ts'
import { go } from './languages/go/go.ts'
import { javaScript } from './languages/javascript/javascript.ts'
import { python } from './languages/python/python.ts'

export const LANGUAGES: readonly LanguageSupport[] = [go, javaScript, python]

export const languageOf = (path: string): Language | null => {
  for (const language of LANGUAGES) {
    const found = language.languageOf(path)
    if (found) return found
  }
  return null
}

/** The name that an inventory gives a language by. */
export const publicLanguage = (language: Language): string => (language === 'tsx' ? 'typescript' : language)
