import { formatCount } from '../numbers.ts'
import { nameOfRepository } from '../specification/specification-document.ts'
import { createPaint, cutEnd, type Style, type Terminal } from '../terminal.ts'
import { visibleText } from '../visible-text.ts'
import { wrapText } from '../wrap-text.ts'
import { isUnchanged, remarksOf, sectionsOf, totalWords, type Edition, type SpecificationComparison } from './specification-comparison.ts'

const INDENT = '  '

const MARKS: Record<string, { mark: string; style: Style }> = { Lost: { mark: '-', style: 'red' }, Gained: { mark: '+', style: 'green' } }
const CHANGED: { mark: string; style: Style } = { mark: '~', style: 'yellow' }

const editionLine = (when: string, { version, repository, writer }: Edition): string => {
  const place = [repository.ref, repository.commit].filter((part) => part !== undefined).map(visibleText)
  return `${when}: version ${version}${place.length === 0 ? '' : ` of ${place.join(' ')}`}, written by ${visibleText(writer)}`
}

/** For terminals and pipes: a line for each behaviour, with what became of it below. */
export function* textComparison({ before, after, diff }: SpecificationComparison, terminal: Terminal): Generator<string> {
  const paint = createPaint(terminal)
  const fit = (text: string): string => (terminal.width === null ? text : cutEnd(text, terminal.width - INDENT.length))
  yield `\n${INDENT}${paint('bold', fit(`What changed in what ${visibleText(nameOfRepository(after.repository))} does`))}\n`
  yield `${INDENT}${fit(editionLine('before', before))}\n${INDENT}${fit(editionLine('now', after))}\n\n`
  const totals = isUnchanged(diff) ? `nothing: ${formatCount(diff.unchanged)} unchanged` : totalWords(diff)
  for (const line of wrapText(totals, terminal.width === null ? null : terminal.width - INDENT.length - 1)) yield `${INDENT}${line}\n`
  for (const { title, entries } of sectionsOf(diff)) {
    const { mark, style } = MARKS[title] ?? CHANGED
    yield `\n${INDENT}${paint('bold', `${title}: ${formatCount(entries.length)}`)}\n`
    for (const entry of entries) {
      const { domain, feature, behaviour } = entry.shown
      const indent = INDENT.repeat(3)
      const width = terminal.width === null ? null : terminal.width - indent.length - 1
      const place = `${visibleText(domain)} › ${visibleText(feature)} (${remarksOf(entry, visibleText).join('; ')})`
      for (const [index, line] of wrapText(visibleText(behaviour.text), width).entries())
        yield `${index === 0 ? `${INDENT.repeat(2)}${paint(style, mark)} ` : indent}${line}\n`
      for (const line of wrapText(place, width)) yield `${indent}${paint('dim', line)}\n`
    }
  }
  yield '\n'
}
