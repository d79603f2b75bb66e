import picomatch from 'picomatch'

export type MatchesPath = (path: string) => boolean

/** As long as a path may be. picomatch throws for one past 65,536 characters, and for an empty one. */
const LONGEST_GLOB = 4096

/** Steps that one path may cost: some 50 ms. */
const MAXIMUM_STEPS = 1e7

/** What nearly all paths are within, so that most globs are judged once and not for each path. */
const USUAL_PATH = { length: 150, depth: 40 }

/** Whether something that repeats holds something that repeats (`*(*a)`): the steps grow exponentially. */
const repeatsRepetition = (glob: string): boolean => {
  const open: boolean[] = []
  for (let at = 0; at < glob.length; at++) {
    const character = glob.charAt(at)
    if (character === '\\') at++
    else if (character === '(') open.push(/[*+]/.test(glob.charAt(at - 1)))
    else if (character === ')') open.pop()
    else if (/[*+!]/.test(character) && open.includes(true)) return true
  }
  return false
}

const starsIn = (text: string): number => text.match(/\*+|[+!]/g)?.length ?? 0

/** Of each group its alternative of the most stars: only one of them is tried at a time. */
const widestAlternatives = (glob: string): string => {
  let text = glob
  for (let before = ''; before !== text;) {
    before = text
    text = text.replaceAll(/[{(]([^{}()]*)[})]/g, (_, inside: string) =>
      inside.split(/[,|]/).reduce((widest, one) => (starsIn(one) > starsIn(widest) ? one : widest)),
    )
  }
  return text
}

const choose = (from: number, count: number): number => {
  let ways = 1
  for (let step = 1; step <= count && ways < Number.MAX_SAFE_INTEGER; step++) ways *= (from - count + step) / step
  return ways
}

/** How many steps a path of so many folders, none with a longer name, may take: the ways in which the stars share it. */
const costOf = (glob: string): ((depth: number, name: number) => number) => {
  if (repeatsRepetition(glob)) return () => Number.POSITIVE_INFINITY
  const segments = widestAlternatives(glob).split('/')
  const globstars = segments.reduce((count, segment) => count + (segment.match(/\*\*/g)?.length ?? 0), 0)
  const stars = segments.map(starsIn).filter((count) => count > 1)
  return (depth, name) =>
    stars.reduce((ways, count) => ways * choose(name + count - 1, count - 1), name) * choose(depth + globstars, globstars)
}

/** Any number of what ends, or begins, in any way: `*(*.)`, `+(test*)`. */
const REPEATED_STAR = /(?<![\\*])([*+])\(((?:\*[^*+!?()[\]{}|\\/]*)|(?:[^*+!?()[\]{}|\\/]*\*))\)/g

/** The same without repeating what takes as much at once: `?(*.)`, `@(test*)`. */
const withoutRepeatedStars = (glob: string): string =>
  glob.replaceAll(REPEATED_STAR, (_, many: string, inside: string) => `${many === '*' ? '?' : '@'}(${inside})`)

/** All that is in a directory whose name says nothing but itself. */
const WHOLE_DIRECTORY = /^([\w.@/-]+\/)\*\*$/

const compileAnew = (written: string, options: { dot: boolean }): MatchesPath => {
  if (written === '') return () => false
  const glob = withoutRepeatedStars(written)
  const [, directory] = (options.dot && WHOLE_DIRECTORY.exec(glob)) || []
  if (directory !== undefined) return (path) => path.startsWith(directory) || path === directory.slice(0, -1)
  // Its own matcher gives reasons beside the answer, which takes as long again.
  const expression = picomatch.makeRe(glob, options)
  const cost = costOf(glob)
  const isUsuallyFast = cost(USUAL_PATH.depth, USUAL_PATH.length) <= MAXIMUM_STEPS
  return (path) => {
    const isFast = isUsuallyFast && path.length <= USUAL_PATH.length
    if (!isFast) {
      const names = path.split('/')
      const longest = names.reduce((length, name) => Math.max(length, name.length), 0)
      if (cost(names.length, longest) > MAXIMUM_STEPS) return false
    }
    return path === written || (path !== '' && expression.test(path))
  }
}

/** Configurations of one repository have the same globs over and over, and a glob takes longer to compile than to try. */
const compiled = new Map<string, MatchesPath>()
const MOST_COMPILED = 5000

/**
 * Whether a path matches the glob of a configuration. One that is no glob, or that would take for ever over this path,
 * matches nothing: it is asked of every path, where nothing else could go on meanwhile.
 */
export const compileGlob = (glob: string, options: { dot: boolean }): MatchesPath => {
  if (glob.length > LONGEST_GLOB) return () => false
  const key = `${options.dot} ${glob}`
  const known = compiled.get(key)
  if (known) return known
  const matches = compileAnew(glob, options)
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(key, matches)
  return matches
}
