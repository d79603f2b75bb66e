/** Alert rules as Prometheus reads them, and of which metrics and labels they speak. */
import { parser } from '@prometheus-io/lezer-promql'
import { parse } from 'yaml'
import * as z from 'zod'

const rule = z.strictObject({
  alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional(),
  annotations: z.strictObject({ summary: z.string() }),
})
const ruleFile = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule).min(1) })).min(1) })

export type AlertRule = z.infer<typeof rule>

export const readAlertRules = (text: string): AlertRule[] => ruleFile.parse(parse(text)).groups.flatMap(({ rules }) => rules)

export type MatchOperator = '=' | '!=' | '=~' | '!~'

/** One place where an expression asks for time series. */
export interface SeriesUse {
  metric: string
  matchers: { label: string; operator: MatchOperator; value: string }[]
  /** Labels by which what is found is grouped around it. */
  groupedBy: string[]
}

type Node = ReturnType<typeof parser.parse>['topNode']

const OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'] satisfies MatchOperator[]
const isOperator = (text: string): text is MatchOperator => OPERATORS.includes(text)

/** Where the text is no PromQL, by the grammar that Prometheus's own editor uses; undefined where all of it is. */
export const promqlFaultAt = (expression: string): number | undefined => {
  let at: number | undefined
  parser.parse(expression).iterate({
    enter: ({ type, from }) => {
      if (type.isError) at ??= from
    },
  })
  return at
}

const usesUnder = (node: Node, expression: string, around: readonly string[]): SeriesUse[] => {
  const textOf = ({ from, to }: { from: number; to: number }): string => expression.slice(from, to)
  const textIn = (parent: Node, name: string): string => {
    const found = parent.getChild(name)
    return found ? textOf(found) : ''
  }
  if (node.name === 'VectorSelector') {
    const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).flatMap((matcher) => {
      const operator = textIn(matcher, 'MatchOp')
      // Of a string's escapes the rules need none.
      return isOperator(operator)
        ? [{ label: textIn(matcher, 'LabelName'), operator, value: textIn(matcher, 'StringLiteral').slice(1, -1) }]
        : []
    })
    return [{ metric: textIn(node, 'Identifier'), matchers, groupedBy: [...around] }]
  }
  const grouping = node.name === 'AggregateExpr' ? node.getChild('AggregateModifier')?.getChild('GroupingLabels') : undefined
  const labels = [...around, ...(grouping?.getChildren('LabelName') ?? []).map(textOf)]
  const uses: SeriesUse[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) uses.push(...usesUnder(child, expression, labels))
  return uses
}

/** Of an expression that has no fault. */
export const seriesUsedBy = (expression: string): SeriesUse[] => usesUnder(parser.parse(expression).topNode, expression, [])

/** One time series by its labels, its name among them as `__name__`. */
export type Series = Readonly<Record<string, string>>

/** As Prometheus matches: a label that is missing is empty, and a pattern has to fit all of it. */
const fits = (series: Series, { label, operator, value }: SeriesUse['matchers'][number]): boolean => {
  const found = series[label] ?? ''
  switch (operator) {
    case '=':
      return found === value
    case '!=':
      return found !== value
    case '=~':
      return new RegExp(`^(?:${value})$`).test(found)
    case '!~':
      return !new RegExp(`^(?:${value})$`).test(found)
  }
}

/** What an expression asks for that is not among these series, in words. */
export const missingFor = (expression: string, series: readonly Series[]): string[] =>
  seriesUsedBy(expression).flatMap(({ metric, matchers, groupedBy }) => {
    const ofName = series.filter(({ __name__: name }) => name === metric)
    if (ofName.length === 0) return [`there is no ${metric}`]
    const labels = new Set(ofName.flatMap(Object.keys))
    const unknown = [...matchers.map(({ label }) => label), ...groupedBy].filter((label) => !labels.has(label))
    if (unknown.length > 0) return unknown.map((label) => `${metric} has no label ${label}`)
    return ofName.some((one) => matchers.every((matcher) => fits(one, matcher))) ? [] : [`no ${metric} has the labels that are asked for`]
  })
