import type { Skeleton } from './skeleton.ts'

/** The text of frameworks/index.ts with one framework more. */
export const addToList = (text: string, { name, identifier }: Skeleton): string => {
  const lines = text.split('\n')
  const lastImport = lines.findLastIndex((line) => line.startsWith('import '))
  const withImport = lines.toSpliced(lastImport + 1, 0, `import { ${identifier} } from './${name}/${name}.ts'`).join('\n')
  const listed = withImport.replace(/(FRAMEWORKS[^=]*= \[[^\]]*?),?\s*\]/, `$1, ${identifier}]`)
  if (listed === withImport) throw new Error('frameworks/index.ts has no list FRAMEWORKS = […] to add to')
  return listed
}
