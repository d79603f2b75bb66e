/**
 * Template tags of well-known packages that only fold white space: titles and tables are written with them. Each is
 * computed here as its package documents it; nothing of a package runs.
 */
import { host, type HostValue, type Invocation, type ListValue, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { textOf } from './text-of-value.ts'

interface Template {
  strings: string[]
  raw: string[]
  values: string[]
}

const textsOf = (values: readonly Value[], invocation: Invocation): string[] | null => {
  const texts = values.map((value) => textOf(value, invocation.evaluator))
  return texts.every((text) => text !== undefined) ? texts : null
}

const isStrings = (value: Value): value is ListValue => typeof value === 'object' && value?.kind === 'list' && !value.open

/** What a tag was called with, by a template or as a function of a string; null where a part isn't known. */
const readTemplate = (invocation: Invocation): Template | null => {
  const [first, ...holes] = invocation.arguments
  if (invocation.open) return null
  if (typeof first === 'string') return { strings: [first], raw: [first], values: [] }
  if (!isStrings(first)) return null
  const strings = textsOf(first.items, invocation)
  const values = textsOf(holes, invocation)
  return strings && values ? { strings, raw: [...(first.raw ?? strings)], values } : null
}

const weave = (strings: readonly string[], values: readonly string[]): string =>
  strings.map((text, at) => text + (at < strings.length - 1 ? (values[at] ?? '') : '')).join('')

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', b: '\b', f: '\f', 0: '\0' }

/** dedent: raw text, the smallest indentation of an indented line taken off, trimmed, then its escapes read. */
const dedent = ({ raw, values }: Template, isTagged: boolean): string => {
  const parts = isTagged ? raw.map((part) => part.replaceAll(/\\\n[ \t]*/g, '').replaceAll(/\\([`${])/g, '$1')) : raw
  const lines = weave(parts, values).split('\n')
  const indents = lines.flatMap((line) => /^\s+(?=\S)/.exec(line)?.[0].length ?? [])
  const least = Math.min(...indents)
  const text = (indents.length === 0 ? lines : lines.map((line) => (/^[ \t]/.test(line) ? line.slice(least) : line))).join('\n').trim()
  if (!isTagged) return text
  return text
    .replaceAll(/\\([ntrvbf0])/g, (_all, letter: string) => ESCAPES[letter] ?? letter)
    .replaceAll(/\\x([\da-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})/gi, (_all, long: string | undefined, short: string) =>
      String.fromCodePoint(Number.parseInt(long ?? short, 16)),
    )
}

/** ts-dedent: the strings themselves, one leading and trailing line break off, values of several lines indented like their place. */
const tsDedent = ({ strings, values }: Template): string => {
  const parts = strings.with(-1, (strings.at(-1) ?? '').replace(/\r?\n[\t ]*$/, ''))
  const indents = parts.flatMap((part) => [...part.matchAll(/\n(?:([\t ]+)|(?!\s).)/g)].map(([, indent = '']) => indent.length))
  const least = indents.length > 0 ? Math.min(...indents) : 0
  const cut = parts.map((part) => (least > 0 ? part.replaceAll(new RegExp(`\n[\t ]{${least}}`, 'g'), '\n') : part))
  let text = (cut[0] ?? '').replace(/^\r?\n/, '')
  values.forEach((value, at) => {
    const indent = /(?:^|\n)( *)$/.exec(text)?.[1] ?? ''
    text += value.replaceAll('\n', `\n${indent}`) + (cut[at + 1] ?? '')
  })
  return text
}

/** outdent: as much indentation as the first line that has text, one leading and trailing line break off. */
const outdent = ({ strings, values }: Template): string => {
  const level = /(?:\r\n|\r|\n)([ \t]*)(?:[^ \t\r\n]|$)/.exec(strings[0] ?? '')?.[1]?.length ?? 0
  const indentation = new RegExp(`(\r\n|\r|\n).{0,${level}}`, 'g')
  const parts = strings.map((part, at) => {
    let text = part.replaceAll(indentation, '$1')
    if (at === 0) text = text.replace(/^[ \t]*(?:\r\n|\r|\n)/, '')
    return at === strings.length - 1 ? text.replace(/(?:\r\n|\r|\n)[ \t]*$/, '') : text
  })
  return weave(parts, values)
}

/** unindent of @antfu/utils: the text before the first hole, the smallest indentation off, without blank lines around. */
const unindentText = ({ strings }: Template): string => {
  const lines = (strings[0] ?? '').split('\n')
  const isBlank = (line: string): boolean => line.trim() === ''
  const first = lines.findIndex((line) => !isBlank(line))
  if (first < 0) return ''
  const least = Math.min(...lines.filter((line) => !isBlank(line)).map((line) => line.length - line.trimStart().length))
  const last = lines.findLastIndex((line) => !isBlank(line))
  return lines
    .slice(first, last + 1)
    .map((line) => line.slice(least))
    .join('\n')
}

const stripIndent = ({ strings, values }: Template): string => {
  const text = weave(strings, values)
  const indents = [...text.matchAll(/^[^\S\n]*(?=\S)/gm)].map(([indent]) => indent.length)
  const least = indents.length > 0 ? Math.min(...indents) : 0
  return (least > 0 ? text.replaceAll(new RegExp(`^.{${least}}`, 'gm'), '') : text).trim()
}

const stripIndents = ({ strings, values }: Template): string =>
  weave(strings, values)
    .replaceAll(/^[^\S\n]+/gm, '')
    .trim()
const oneLine = ({ strings, values }: Template): string => weave(strings, values).replaceAll(/\n\s*/g, ' ').trim()
const oneLineTrim = ({ strings, values }: Template): string => weave(strings, values).replaceAll(/\n\s*/g, '').trim()

const tag = (name: string, compute: (template: Template, isTagged: boolean) => string): HostValue => {
  const self: HostValue = host(name, {
    member: (property) => (property === 'default' || property === name || (property === 'string' && name === 'outdent') ? self : MISSING),
    call: (invocation) => {
      const template = readTemplate(invocation)
      return template ? compute(template, typeof invocation.arguments[0] !== 'string') : UNKNOWN
    },
  })
  return self
}

const COMMON: Readonly<Record<string, Value>> = {
  stripIndent: tag('stripIndent', stripIndent),
  stripIndents: tag('stripIndents', stripIndents),
  oneLine: tag('oneLine', oneLine),
  oneLineTrim: tag('oneLineTrim', oneLineTrim),
}

export const unindent = tag('unindent', unindentText)

const MODULES: Readonly<Record<string, HostValue>> = {
  dedent: tag('dedent', dedent),
  'ts-dedent': tag('dedent', tsDedent),
  outdent: tag('outdent', outdent),
  '@antfu/utils': host('@antfu/utils', { member: (name) => (name === 'unindent' || name === '$' ? unindent : UNKNOWN) }),
  'common-tags': host('common-tags', { member: (name) => (Object.hasOwn(COMMON, name) ? COMMON[name] : MISSING) }),
}

export const templateTags = (source: string): HostValue | undefined => (Object.hasOwn(MODULES, source) ? MODULES[source] : undefined)

/** `String.raw`. */
export const rawText = (invocation: Invocation): Value => {
  const template = readTemplate(invocation)
  return template ? weave(template.raw, template.values) : UNKNOWN
}
