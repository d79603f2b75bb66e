/** What Vitest takes where a configuration doesn't say, by version, also by the names that `vitest/config` gives it. */
import { isUnknown, type Value } from '../../evaluation/value.ts'
import { at, itemsAt, stringsAt } from '../../languages/javascript/configuration-values.ts'

export const INCLUDE = ['**/*.{test,spec}.?(c|m)[jt]s?(x)']
export const TYPECHECK_INCLUDE = ['**/*.{test,spec}-d.?(c|m)[jt]s?(x)']

const EXCLUDE = ['**/node_modules/**', '**/.git/**']
const OLD_EXCLUDE = [
  ...EXCLUDE,
  '**/dist/**',
  '**/cypress/**',
  '**/.{idea,cache,output,temp}/**',
  '**/{karma,rollup,webpack,vite,vitest,jest,ava,babel,nyc,cypress,tsup,build,eslint,prettier}.config.*',
]

/** Version 4 leaves out less. */
export const defaultExclude = (major: number): string[] => (major >= 4 ? EXCLUDE : OLD_EXCLUDE)

/** `[...configDefaults.exclude, 'e2e/**']`: the strings of a list with the defaults that it names put in. */
export const patternsAt = (settings: Value, keys: readonly string[], major: number): string[] | null => {
  const found = at(settings, ...keys)
  if (typeof found !== 'object' || found === null) return typeof found === 'string' ? [found] : null
  if (found.kind !== 'list' && !isUnknown(found)) return stringsAt(found)
  const items = isUnknown(found) ? [found] : itemsAt(found)
  const patterns = items.flatMap((item): string[] => {
    const path = isUnknown(item) ? (item.path ?? '') : ''
    if (/(?:configDefaults\.|default)exclude$/i.test(path)) return defaultExclude(major)
    if (/(?:configDefaults\.|default)include$/i.test(path)) return INCLUDE
    return stringsAt(item) ?? []
  })
  return patterns.length > 0 || items.length === 0 ? patterns : null
}
