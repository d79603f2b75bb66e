import { countWords, formatCount } from '../../../src/report/numbers.ts'
import type { TokenUsage, WritingEstimate } from '../../../src/specification/writer.ts'

const dollars = (cost: number): string => `$${cost.toFixed(cost < 0.1 ? 4 : 2)}`

const costWords = (cost: number | null): string => {
  if (cost === null) return 'what the model costs is not known here'
  return cost === 0 ? 'for nothing' : `for about ${dollars(cost)}`
}

const tokenWords = ({ inputTokens, outputTokens }: TokenUsage): string =>
  `${formatCount(inputTokens)} tokens in and ${formatCount(outputTokens)} out`

/** What was paid for a document, all attempts at it together; empty where nothing was. */
export const usageWords = (usage: TokenUsage): string => {
  const { inputTokens, outputTokens, cost } = usage
  if (inputTokens + outputTokens === 0) return ''
  return `, for ${tokenWords(usage)}${cost === null ? '' : ` (${dollars(cost)})`}`
}

/** What writing would take: as a sentence, or as JSON where that is the format. */
export const estimateLines = (estimate: WritingEstimate, tests: number, writer: string, format: string): string[] => {
  const { requests, answered, inputTokens, outputTokens, cost } = estimate
  if (format === 'json') return [`${JSON.stringify({ writer, tests, answered, requests, inputTokens, outputTokens, cost })}\n`]
  const known = answered === 0 ? '' : ` (${formatCount(answered)} written before)`
  if (requests === 0) return [`${countWords(tests, 'test')}${known}, for which ${writer} asks no model: no tokens, no cost\n`]
  return [
    `${countWords(tests, 'test')}${known}, for which ${writer} is asked about ${countWords(requests, 'time')}: about ${tokenWords(estimate)}, ${costWords(cost)}\n`,
  ]
}
