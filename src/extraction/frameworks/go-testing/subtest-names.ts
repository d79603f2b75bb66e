/** The names that `go test` gives to subtests. */
import { escapeRune, isPrintable } from '../../languages/go/go-quote.ts'
import { isPlaceDependent } from '../../languages/text/repository-place.ts'

const SPACES = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000])
const isSpace = (code: number): boolean => SPACES.has(code) || (code >= 0x2000 && code <= 0x200a)

/** A text, unless it hangs on where the repository is checked out. */
export const told = (text: string | undefined): string | undefined => (text === undefined || isPlaceDependent(text) ? undefined : text)

/** White space becomes `_`, what can't be printed is escaped. */
export const printedName = (name: string): string => {
  let printed = ''
  for (const character of name) {
    if (isSpace(character.codePointAt(0) ?? 0)) printed += '_'
    else printed += isPrintable(character) ? character : escapeRune(character, '')
  }
  return printed
}

/** `parent/name#02`: the name before the suffix, and its number; the whole and 0 where that is no suffix that numbering gives. */
const numbered = (name: string): { prefix: string; number: number } => {
  const match = /^(.*)#(\d{2}|[1-9]\d{2,8})$/s.exec(name)
  if (!match || (match[2] === '00' && !match[1]?.endsWith('/'))) return { prefix: name, number: 0 }
  return { prefix: match[1] ?? '', number: Number(match[2]) }
}

/** Tells apart subtests of the same name under the same parent, as one run of the test binary does. */
export class SubtestNames {
  private readonly counts = new Map<string, number>()

  /** The printed name under a parent's full name. */
  unique(parent: string, name: string): string {
    const base = `${parent}/${printedName(name)}`
    for (;;) {
      const count = this.counts.get(base) ?? 0
      this.counts.set(base, count + 1)
      if (count === 0 && !base.endsWith('/')) {
        const { prefix, number } = numbered(base)
        // Named like an occurrence of another name that has been numbered so already.
        if (prefix.length < base.length && number < (this.counts.get(prefix) ?? 0)) continue
        return base.slice(parent.length + 1)
      }
      if (count === 0 && name !== '') return base.slice(parent.length + 1)
      const candidate = `${base}#${String(count).padStart(2, '0')}`
      if ((this.counts.get(candidate) ?? 0) === 0) return candidate.slice(parent.length + 1)
    }
  }
}

interface Named {
  name: string
}

/**
 * Numbers are given in the order in which subtests run: one that is there in any case has the lower number, whether or
 * not others of its title came before it, and those that may not be there have the numbers behind. `doubtful` keeps
 * those of each title, lowest numbers first.
 */
export const settleNumber = (doubtful: Map<string, Named[]>, title: string, test: Named, isCertain: boolean): void => {
  const [lowest, ...higher] = doubtful.get(title) ?? []
  if (!isCertain) doubtful.set(title, lowest ? [lowest, ...higher, test] : [test])
  else if (lowest) {
    ;[test.name, lowest.name] = [lowest.name, test.name]
    doubtful.set(title, [...higher, lowest])
  }
}
