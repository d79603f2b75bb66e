import { widthOf } from './terminal.ts'

/** Lines of at most so many columns, broken at spaces. A word that is wider has a line of its own; null breaks nothing. */
export const wrapText = (text: string, width: number | null): string[] => {
  if (width === null) return [text]
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const columns = widthOf(word)
    if (line !== '' && used + 1 + columns > width) {
      lines.push(line)
      line = word
      used = columns
    } else {
      used += (line === '' ? 0 : 1) + columns
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
