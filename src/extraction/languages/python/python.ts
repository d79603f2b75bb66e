import type { LanguageSupport } from '../../language.ts'
import { resolvePython } from './python-modules.ts'
import { isTextPath } from '../text/text-paths.ts'
import { pythonImports, submoduleName } from './imported-modules.ts'
import { pythonSemantics } from './python-semantics.ts'

export const python: LanguageSupport = {
  name: 'python',
  imports: pythonImports,
  languageOf: (path) => (path.endsWith('.py') ? 'python' : isTextPath(path) ? 'text' : null),
  semantics: pythonSemantics,
  resolve: resolvePython,
  submoduleName,
  looksAtAllNames: true,
}
