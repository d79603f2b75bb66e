import type { FileFacts, Language } from './facts/program.ts'
import { lowerGo } from './languages/go/lower-go.ts'
import { lowerJson } from './languages/javascript/lower-json.ts'
import { lowerJavaScript } from './languages/javascript/lower-javascript.ts'
import { lowerPython } from './languages/python/lower-python.ts'
import { lowerText } from './languages/text/lower-text.ts'

/** The facts of one file's text. Loads the native parsers: for worker threads, and for configuration files. */
export const lowerFile = (text: string, language: Language): FileFacts => {
  switch (language) {
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return lowerJavaScript(text, language)
    case 'json':
      return text.startsWith('\ufeff') ? { ...lowerJson(text.slice(1)), byteOrderMark: true } : lowerJson(text)
    case 'text':
      return lowerText(text)
    case 'go':
      return lowerGo(text)
    case 'python':
      return lowerPython(text)
  }
}
