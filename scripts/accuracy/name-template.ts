/** Which names a name can stand for that could not be evaluated and is kept as written. */

const HOLE = '\u0000'

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)

const STRING = /(['"`])((?:\\.|(?!\1).)*)\1/gs
/** A name, a member, an element or a call: `title`, `row.name`, `names[0]`, `describeIt(row, "x")`. */
const EXPRESSION = /^[A-Za-z_$][\w$]*(?:\?\.|\.|\[|\().*$/s
const BARE_NAME = /^[A-Za-z_$][\w$]*$/
/** A string alone, or strings joined; Python's may have a prefix. */
const STRINGS = /^[a-zA-Z]{0,2}(['"`]).*\1$|['"`]\s*\+|\+\s*[a-zA-Z]{0,2}['"`]/s

/** `'adds ' + a`: the strings stay, what is between them is open. */
const openConcatenation = (source: string): string =>
  `${HOLE}${[...source.matchAll(STRING)].map(([, , inner]) => openHoles(inner ?? '')).join(HOLE)}${HOLE}`

/** A JavaScript `${…}`, which may hold braces itself, and Python's `{…}`. */
const openBraces = (text: string): string => {
  let open = ''
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{') {
      if (depth === 0) open = open.endsWith('$') ? `${open.slice(0, -1)}${HOLE}` : `${open}${HOLE}`
      depth += 1
    } else if (character === '}' && depth > 0) depth -= 1
    else if (depth === 0) open += character
  }
  return depth > 0 ? text : open
}

const openHoles = (text: string): string =>
  openBraces(text)
    .replaceAll(/%(?:[-+# 0]*\d*(?:\.\d+)?[a-zA-Z#$]|%)/g, HOLE)
    .replaceAll(/\$(?:#|[\w$]+(?:\.[\w$]+)*)/g, HOLE)

export interface Reading {
  /** Whether one bare word is a variable (`title`) or a name (`test_adds`, or a title of one word). */
  bareNameIsVariable: boolean
}

const opened = (template: string, { bareNameIsVariable }: Reading): string => {
  const source = template.trim()
  if (bareNameIsVariable && BARE_NAME.test(source)) return HOLE
  if (EXPRESSION.test(source) && !/\s/.test(source.replaceAll(/\(.*\)|\[.*\]/gs, ''))) return HOLE
  return STRINGS.test(source) ? openConcatenation(source) : openHoles(template)
}

/** Whether a name has parts that only a run can fill in. */
export const hasHoles = (template: string, reading: Reading): boolean => opened(template, reading).includes(HOLE)

/** The names that a template can become. White space counts as `_` where the runner prints it so. */
export const templatePattern = (template: string, reading: Reading): RegExp => {
  const parts = opened(template, reading).split(new RegExp(`${HOLE}+`))
  return new RegExp(`^${parts.map((part) => escape(part).replaceAll(/\\?\s/g, String.raw`[\s_]`)).join('.*')}(?:\\[.*\\]|#\\d+)?$`, 's')
}
