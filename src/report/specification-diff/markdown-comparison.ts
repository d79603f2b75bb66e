import { code } from '../markdown-code.ts'
import { prose } from '../markdown-prose.ts'
import { formatCount } from '../numbers.ts'
import { nameOfRepository } from '../specification/specification-document.ts'
import { isUnchanged, remarksOf, sectionsOf, totalWords, type Edition, type SpecificationComparison } from './specification-comparison.ts'

const editionLine = (when: string, { version, repository, writer }: Edition): string => {
  const place = [repository.ref, repository.commit].filter((part) => part !== undefined).map(code)
  return `- ${when}: version ${version}${place.length === 0 ? '' : `, of ${place.join(' ')}`}, written by ${code(writer)}\n`
}

/** For pull requests and wikis: what the software does now that it did not, and the other way round. */
export function* markdownComparison({ before, after, diff }: SpecificationComparison): Generator<string> {
  yield `# What changed in what ${prose(nameOfRepository(after.repository))} does\n\n`
  yield editionLine('before', before)
  yield editionLine('now', after)
  yield isUnchanged(diff) ? `\nNothing: ${formatCount(diff.unchanged)} unchanged.\n` : `\n**${totalWords(diff)}**\n`
  for (const { title, entries } of sectionsOf(diff)) {
    yield `\n## ${title}: ${formatCount(entries.length)}\n\n`
    for (const entry of entries) {
      const { domain, feature, behaviour } = entry.shown
      yield `- ${prose(behaviour.text)} — ${prose(domain)} › ${prose(feature)} (${remarksOf(entry, prose).join('; ')})\n`
    }
  }
}
