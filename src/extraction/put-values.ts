/** Values of variables that stand in values. */
const NESTING_LIMIT = 8

/**
 * A text with the values of its variables in their places: `variable` finds one, and has its name as the first of its groups
 * that is there. What has no value is left as it is, and what would make the text longer than `longest`.
 */
export const putValues = (text: string, variable: RegExp, valueOf: (name: string) => string | undefined, longest: number): string => {
  let read = text
  for (let depth = 0; depth < NESTING_LIMIT; depth++) {
    let { length } = read
    const next = read.replaceAll(variable, (whole: string, ...groups: unknown[]) => {
      const value = valueOf(groups.find((group) => typeof group === 'string') ?? '')
      if (value === undefined || length + value.length - whole.length > longest) return whole
      length += value.length - whole.length
      return value
    })
    if (next === read) break
    read = next
  }
  return read
}
