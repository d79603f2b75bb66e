/** Titles of parameterised tests without the marks that stand for values. */
import { splitIdentifier } from '../words/split-identifier.ts'
import type { Cases } from '../../../inventory/inventory.ts'
import type { SpecifiedTest } from '../../specified-test.ts'

/** Of private use, so that no name has it by chance. */
const MARK = '\ue000'
const PRINTF = /%(?:[-+#0]*\d*(?:\.\d+)?[sdifjoOpqvxXcTtweg]|[#$])/g
const QUOTED_MARK = new RegExp(`(["'\`])${MARK}\\1`, 'g')
/** An expression of the source where a title stands: `tc.name`, `` strings.Join(tc, " ") ``, `fmt.Sprintf("adds %d", n)`. */
const MEMBER = /^[\p{L}_$][\w$]*(?:(?:\?\.|\.)[\w$]+|\[[^\]]*\])+$/u
const CALL = /^[\p{L}_$][\w$]*(?:\.[\w$]+)*\((.*)\)$/su

/** `$user.firstName` is `user first name`: what the value is called. */
const named = (expression: string): string => {
  const inner = expression.trim()
  if (!/^[\p{L}_$][\w$]*(?:(?:\?\.|\.)[\w$]+)*$/u.test(inner)) return MARK
  const words = splitIdentifier(inner)
  return words.length === 0 ? MARK : words.join(' ')
}

const CONCATENATION = /^[^"'`]*(["'`]).*\1\s*\+|\+\s*(["'`]).*\2[^"'`]*$/su

/** `'includes ' + method.name`: what is in quotes, with marks for the rest. */
const ofConcatenation = (name: string): string =>
  name
    .replaceAll(/(["'`])((?:(?!\1).)*)\1|[^+"'`]+/gsu, (part, quote: string | undefined, text: string | undefined) => {
      if (quote !== undefined) return text ?? ''
      return part.trim() === '' ? '' : MARK
    })
    .replaceAll('+', '')

/** None of the cases begins with it as with words of its own: it is the name of what holds a title. */
const isNoTitle = (name: string, cases: Cases): boolean =>
  cases.kind === 'listed' &&
  cases.names.length > 0 &&
  !cases.names.some((one) => one.startsWith(name) && !(/\w$/.test(name) && /\w/.test(one.charAt(name.length))))

/** What a title written as code says by itself: the text of its first literal, or nothing. */
const ofExpression = (name: string, test: Pick<SpecifiedTest, 'cases' | 'language'>): string | null => {
  if (test.cases === null) return null
  if (MEMBER.test(name)) return ''
  const call = CALL.exec(name)
  if (call !== null && (test.language === 'go' || isNoTitle(name, test.cases))) return /^"([^"]*)"/.exec(call[1]?.trim() ?? '')?.[1] ?? ''
  if (CONCATENATION.test(name)) return ofConcatenation(name)
  if (!/^\w+$/.test(name)) return null
  if (test.cases.kind === 'dynamic') return test.language === 'go' && /^[a-z][A-Za-z]*$/.test(name) ? '' : null
  return isNoTitle(name, test.cases) ? '' : null
}

/** What remains to be read of a title; `''` where it was nothing but placeholders. */
export const withoutPlaceholders = (name: string, test: Pick<SpecifiedTest, 'cases' | 'language'>): string => {
  let text = ofExpression(name, test) ?? name
  text = text.replaceAll(/\$\{([^{}]*)\}/g, (_, expression: string) => named(expression))
  if (test.cases !== null) {
    text = text
      .replaceAll(PRINTF, MARK)
      .replaceAll(/\$#|\{index\}|\{\d+\}|\{arguments(?:WithNames)?\}|\{displayName\}/g, MARK)
      .replaceAll(/(?<![\w$])[$#]([\p{L}_][\w]*(?:\.\w+)*)/gu, (_, expression: string) => named(expression))
      .replaceAll(/#?\{([\p{L}_]\w*)\}/gu, (_, expression: string) => named(expression))
      .replaceAll(/<[\p{L}_][\w ]*>/gu, '…')
  }
  if (!text.includes(MARK)) return text.trim()
  text = text
    .replaceAll(QUOTED_MARK, MARK)
    .replaceAll(/\s*[([{]\s*\ue000(?:[\s,]*\ue000)*\s*[)\]}]\s*$/g, '')
    .replaceAll(/\s*[-–:,=#]\s*\ue000(?:[\s,]*\ue000)*\s*$/g, '')
    .replaceAll(/^\s*\ue000(?:[\s,]*\ue000)*\s*[-–:,]\s*/g, '')
    .trim()
  const marks = text.split(MARK).length - 1
  if (text.replaceAll(/[\ue000\s\p{P}\p{S}]/gu, '') === '') return ''
  if (marks === 1 && /(?<=^|\s)\ue000(?=$|[\s,;:])/.test(text))
    return text.replace(/(?<=\s)\ue000$/, 'each example').replace(MARK, 'a given value')
  return text.replaceAll(MARK, '…')
}
