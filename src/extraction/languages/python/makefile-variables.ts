/** What a makefile says with its variables in their places. */

export const isMakefile = (path: string): boolean => /(?:^|\/)(?:GNU)?makefile$/i.test(path)

const VARIABLE = /\$[({](\w+)[)}]/g
/** Variables that stand in variables. */
const NESTING_LIMIT = 8
const LENGTH_LIMIT = 100_000

/** A makefile with its variables in their places. What has no value in it is left as it is, and what would make it too long. */
export const withVariables = (text: string): string => {
  const values = new Map(
    [...text.matchAll(/^(\w+)[ \t]*[?:]{0,2}=[ \t]*(.{0,500})$/gm)].map(([, name = '', value = '']) => [name, value.trim()]),
  )
  let read = text
  for (let depth = 0; depth < NESTING_LIMIT; depth++) {
    let { length } = read
    const next = read.replace(VARIABLE, (whole, name: string) => {
      const value = values.get(name)
      if (value === undefined || length + value.length - whole.length > LENGTH_LIMIT) return whole
      length += value.length - whole.length
      return value
    })
    if (next === read) break
    read = next
  }
  return read
}
