import { list } from '../../evaluation/value.ts'
import type { LanguageSupport } from '../../language.ts'
import { goImports } from './imported-packages.ts'
import { directoryOfPackage } from './go-modules.ts'
import { packageAt, SIBLINGS, siblingsOf } from './go-packages.ts'
import { goSemantics } from './go-semantics.ts'
import { standardPackage } from './go-standard-library.ts'
import { isTextPath } from '../text/text-paths.ts'

export const go: LanguageSupport = {
  name: 'go',
  imports: goImports,
  languageOf: (path) => (path.endsWith('.go') ? 'go' : null),
  semantics: {
    ...goSemantics,
    prepareModule: (module) => {
      if (!module.wildcards.includes(SIBLINGS)) module.wildcards.push(SIBLINGS)
    },
  },
  resolve: (source, from, lookup) => {
    if (source === SIBLINGS) return siblingsOf(from, lookup)
    // The names in a directory and the text of a file, which programs ask for (see go-files.ts).
    if (source.startsWith('/') && source.endsWith('/')) return list([...lookup.list(source.slice(1, -1))])
    if (source.startsWith('/'))
      return (isTextPath(source) || source.endsWith('.json')) && lookup.has(source.slice(1)) ? lookup.module(source.slice(1)) : undefined
    const provided = lookup.host(source) ?? standardPackage(source)
    if (provided !== undefined) return provided
    const directory = directoryOfPackage(source, lookup.project)
    return directory === null ? undefined : packageAt(directory, from, lookup)
  },
}
