/** The third step: some sentences about all of it, by the names of its domains and features. */
import * as z from 'zod'

import { BEHAVIOUR_STATES, type Domain, type Feature } from '../specification.ts'
import type { ModelRequest } from './asking/ask-model.ts'
import { cleanWords } from './clean-words.ts'
import { countTokens } from './asking/count-tokens.ts'
import { answerKey, parseSaved } from './model-answers.ts'
import { askTwice, inLanguage, originOf, RULES, type ModelRun } from './model-run.ts'
import { readAnswer } from './read-answer.ts'

/** A new one asks all anew: for a change of the request after which the old answers are no longer good enough. */
export const PROMPT = 'summarise/1'
const LONGEST_SUMMARY = 1500
const MOST_DOMAINS = 60
const MOST_FEATURES = 12

const TASK = [
  'Write a summary of 2 to 5 sentences of the specification: what the software does by its domains and features, and what is skipped or still to be written where that is much. Use no numbers that are not given.',
  'Answer {"summary":"…"}.',
].join('\n')

const schema = z.object({ summary: z.string() })

const summaryIn = (content: string | undefined): string | undefined => schema.safeParse(parseSaved(content)).data?.summary

const behavioursIn = ({ features }: Domain): number => features.reduce((sum, { behaviours }) => sum + behaviours.length, 0)

const largestFirst = (features: readonly Feature[]): Feature[] =>
  features.toSorted((one, other) => other.behaviours.length - one.behaviours.length).slice(0, MOST_FEATURES)

const statesOf = ({ features }: Domain): Record<string, number> => {
  const counted = Map.groupBy(
    features.flatMap(({ behaviours }) => behaviours),
    ({ state }) => state,
  )
  return Object.fromEntries(BEHAVIOUR_STATES.flatMap((state) => (counted.has(state) ? [[state, counted.get(state)?.length ?? 0]] : [])))
}

export const summaryRequest = (
  { language, repository }: Pick<ModelRun, 'language' | 'repository'>,
  domains: readonly Domain[],
): ModelRequest => {
  const shown = domains.toSorted((one, other) => behavioursIn(other) - behavioursIn(one)).slice(0, MOST_DOMAINS)
  const system = `${RULES}\n\n${TASK}\n${inLanguage(language)}`
  const prompt = JSON.stringify({
    repository: repository.name,
    domains: shown.map((domain) => ({
      name: domain.name,
      behaviours: statesOf(domain),
      features: largestFirst(domain.features).map(({ name }) => name),
    })),
  })
  return { step: 'summarise', system, prompt, schema, expected: { input: countTokens(system) + countTokens(prompt), output: 300 } }
}

/** The summary, or undefined where the model has none that can be used. */
export const summariseByModel = async (run: ModelRun, domains: readonly Domain[]): Promise<string | undefined> => {
  const request = summaryRequest(run, domains)
  const key = answerKey([PROMPT, ...originOf(run), request.prompt])
  const saved = summaryIn((await run.answers.load([key], run.signal)).get(key))
  if (saved !== undefined) return saved
  const found = await askTwice(
    [key],
    () => run.ask(request, run.signal),
    async (text) => {
      const answered = readAnswer(schema, text)?.summary
      const summary = answered === undefined ? undefined : cleanWords(answered, { sources: [], longest: LONGEST_SUMMARY })
      if (summary === undefined) return new Map<string, string>()
      const stored = await run.answers.save([{ key, content: JSON.stringify({ summary }) }])
      return new Map([[key, summaryIn(stored.get(key)) ?? summary]])
    },
  )
  return found.get(key)
}
