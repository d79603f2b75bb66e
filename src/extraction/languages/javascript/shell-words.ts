/** A shell command's words, as the program that it starts gets them. */

/** What stands for the value of a variable that nothing in the script sets. */
export const ANYTHING = '\0'
const VARIABLE = /\$(?:\{(\w+)(?::?-([^}$]{0,200}))?\}|(\w+)|[@*])/g
/** Where a script runs is where its package is. */
const HERE = new Set(['PWD', 'INIT_CWD'])

const withVariables = (text: string): string =>
  text.includes('$')
    ? text.replaceAll(VARIABLE, (_all, braced?: string, otherwise?: string, bare?: string) =>
        HERE.has(braced ?? bare ?? '') ? '.' : (otherwise ?? ANYTHING),
      )
    : text

const PARTS = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|[^"'\\]+/g

const wordOf = (written: string, expand: (bare: string) => string): string =>
  /["'\\]/.test(written)
    ? written.replaceAll(PARTS, (bare, double?: string, single?: string, escaped?: string) =>
        double === undefined ? (single ?? escaped ?? withVariables(bare)) : withVariables(double),
      )
    : expand(withVariables(written))

/** Quotes are taken off; operators are words of their own. `expand` gets each word without quotes. */
export const shellWords = (text: string, expand: (bare: string) => string): string[] => {
  const words: string[] = []
  const pattern = /\s+|(&&|\|\||[;|&()])|((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s;|&()"'\\])+)/g
  for (const [, operator, written] of text.matchAll(pattern)) {
    if (operator) words.push(operator)
    else if (written) words.push(wordOf(written, expand))
  }
  return words
}
