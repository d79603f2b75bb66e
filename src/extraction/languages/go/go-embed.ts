/** Variables that hold a file's text: `//go:embed cases.txt` above `var cases string`. */

const LONGEST_DIRECTIVE = 500

/** The function that gives an embedded text (see go-files.ts): no program has such a name. */
export const EMBED = '//go:embed'

/** The file that is named by a comment right above a variable, whose text it is given. */
export const embeddedPath = (source: string, start: number): string | undefined =>
  /\n[ \t]*\/\/go:embed[ \t]+([\w./-]+)[ \t]*\n(?:[ \t]*\/\/[^\n]*\n)*[ \t]*(?:var[ \t]+)?$/.exec(
    `\n${source.slice(Math.max(0, start - LONGEST_DIRECTIVE), start)}`,
  )?.[1]
