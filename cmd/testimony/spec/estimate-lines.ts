import { countWords, formatCount } from '../../../src/report/numbers.ts'
import type { WritingEstimate } from '../../../src/specification/writer.ts'

const costWords = (cost: number | null): string => {
  if (cost === null) return 'what the model costs is not known here'
  return cost === 0 ? 'for nothing' : `for about $${cost.toFixed(cost < 0.1 ? 4 : 2)}`
}

/** What writing would take: as a sentence, or as JSON where that is the format. */
export const estimateLines = (estimate: WritingEstimate, tests: number, writer: string, format: string): string[] => {
  const { requests, answered, inputTokens, outputTokens, cost } = estimate
  if (format === 'json') return [`${JSON.stringify({ writer, tests, answered, requests, inputTokens, outputTokens, cost })}\n`]
  const known = answered === 0 ? '' : ` (${formatCount(answered)} written before)`
  if (requests === 0) return [`${countWords(tests, 'test')}${known}, for which ${writer} asks no model: no tokens, no cost\n`]
  const tokens = `${formatCount(inputTokens)} tokens in and ${formatCount(outputTokens)} out`
  return [
    `${countWords(tests, 'test')}${known}, for which ${writer} is asked about ${countWords(requests, 'time')}: about ${tokens}, ${costWords(cost)}\n`,
  ]
}
