/** What a Python file imports. */
import type { Statement } from '../../facts/program.ts'
import { topLevel } from '../../facts/top-level.ts'

/** `from a import b, c` names `a` and may lead to its submodules: `a:b,c`. */
const importedBy = ({ source, names }: Statement & { kind: 'import' }): string => {
  const taken = names.flatMap(({ imported }) => (imported === '*' ? [] : [imported]))
  return taken.length === 0 ? source : `${source}:${taken.join()}`
}

/** In the order of the text, each once. */
export const importedNames = (body: readonly Statement[]): string[] => {
  const names = new Set<string>()
  for (const statement of topLevel(body)) if (statement.kind === 'import') names.add(importedBy(statement))
  return [...names]
}
