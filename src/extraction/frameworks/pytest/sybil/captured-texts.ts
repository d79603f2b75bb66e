import { linesOf } from './lexed-blocks.ts'
import type { Region } from './sybil-parsers.ts'

const DIRECTIVE = /^(?<indent>[\t ]*)\.\.\s*-+>\s*\S/

const isOutside = (line: string, indent: string): boolean => line.startsWith(indent) && /^\S/.test(line.slice(indent.length))

/**
 * Sybil's captures: what stands above `.. -> name`, up to the line that is indented as that is. They are looked for from
 * the end on, and a line that ends one is not looked at again. Null where one has no beginning.
 */
export const capturedTexts = (text: string): Region[] | null => {
  const lines = linesOf(text)
  const regions: Region[] = []
  let start = text.length
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? ''
    start -= line.length
    const indent = DIRECTIVE.exec(line)?.groups?.['indent']
    if (indent === undefined) continue
    const [directive, end] = [at, start]
    do start -= lines[--at]?.length ?? 0
    while (at >= 0 && !isOutside(lines[at] ?? '', indent))
    if (at < 0 || directive - at < 3) return null
    regions.push({ start, end })
  }
  return regions
}
