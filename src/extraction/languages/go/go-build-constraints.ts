/**
 * Which files the go tool would take. What depends on the machine is decided as on linux/amd64 with gc and cgo, the
 * platform of nearly all runners; tags that only a command line sets are not set.
 */

const TAGS = new Set(['linux', 'amd64', 'unix', 'gc', 'cgo'])

const SYSTEMS = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(' '),
)
const ARCHITECTURES = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x ' +
    'sparc sparc64 wasm'
  ).split(' '),
)

const isTagSet = (tag: string): boolean => TAGS.has(tag) || /^go1(?:\.\d+)?$/.test(tag)

/** `name_GOOS_GOARCH_test.go` and the like; the part before the first underscore never counts. */
export const isNameTaken = (fileName: string): boolean => {
  const parts = fileName
    .replace(/\.go$/, '')
    .replace(/_test$/, '')
    .split('_')
    .slice(1)
  const last = parts.at(-1)
  const before = parts.at(-2)
  if (last === undefined) return true
  if (before !== undefined && SYSTEMS.has(before) && ARCHITECTURES.has(last)) return isTagSet(before) && isTagSet(last)
  return SYSTEMS.has(last) || ARCHITECTURES.has(last) ? isTagSet(last) : true
}

/** `//go:build a && !(b || c)`; true where it can't be read, since the compiler would say so. */
const evaluateExpression = (text: string): boolean => {
  const tokens = text.match(/&&|\|\||[!()]|[^\s!()&|]+/g) ?? []
  let at = 0
  let depth = 0
  const primary = (): boolean => {
    let negations = 0
    while (tokens[at] === '!') {
      at++
      negations++
    }
    const token = tokens[at++]
    let value = token !== undefined && isTagSet(token)
    if (token === '(') {
      if (++depth > 100) throw new RangeError('constraint nested too deeply')
      value = disjunction()
      depth--
      at++
    }
    return negations % 2 === 0 ? value : !value
  }
  const conjunction = (): boolean => {
    let value = primary()
    while (tokens[at] === '&&') {
      at++
      const right = primary()
      value &&= right
    }
    return value
  }
  const disjunction = (): boolean => {
    let value = conjunction()
    while (tokens[at] === '||') {
      at++
      const right = conjunction()
      value ||= right
    }
    return value
  }
  try {
    return disjunction()
  } catch {
    return true
  }
}

/** `// +build a,!b c`: spaces mean or, commas and; several lines must all hold. */
const evaluateOldForm = (text: string): boolean =>
  text
    .split(/\s+/)
    .filter((option) => option !== '')
    .some((option) => option.split(',').every((term) => (term.startsWith('!') ? !isTagSet(term.slice(1)) : isTagSet(term))))

export const areDirectivesMet = (directives: readonly string[]): boolean =>
  directives.every((directive) => {
    const build = /^\/\/go:build\s+(.*)$/.exec(directive)?.[1]
    if (build !== undefined) return evaluateExpression(build)
    return evaluateOldForm(/^\/\/\s*\+build\s+(.*)$/.exec(directive)?.[1] ?? '')
  })
