/** The writer that asks a model, and takes the offline writer's words where the model has none that can be used. */
import type { Inventory, RepositoryIdentity } from '../../inventory/inventory.ts'
import { citationFaults } from '../check-citations.ts'
import type { PlannedDomain, PlannedFeature } from '../plan.ts'
import type { Behaviour, Domain, Specification } from '../specification.ts'
import { specifiedTests, type SpecifiedTest } from '../specified-test.ts'
import type { AskModel } from './asking/ask-model.ts'
import { classifyByModel } from './classify-by-model.ts'
import { estimateTokens, type Estimate } from './estimate-tokens.ts'
import type { ModelAnswers } from './model-answers.ts'
import { ModelFault, type ModelFaultCode } from './asking/model-fault.ts'
import { askWithin } from './ask-within.ts'
import type { ModelRun, WritingStep } from './model-run.ts'
import { phraseByModel } from './phrase-by-model.ts'
import { summariseByModel } from './summarise-by-model.ts'
import { createTokenBudget, type TokensSpent } from './token-budget.ts'

export interface OfflineSteps {
  classify: (tests: readonly SpecifiedTest[]) => readonly PlannedDomain[]
  phrase: (feature: PlannedFeature) => readonly Behaviour[]
  summarise: (domains: readonly Domain[], tests: readonly SpecifiedTest[]) => string
}

export interface ModelWriterDependencies {
  ask: AskModel
  /** `provider:model`, which the document is signed with. */
  model: string
  /** Where that is asked, if not at its provider's own address. */
  server?: string | undefined
  answers: ModelAnswers
  offline: OfflineSteps
}

export interface ModelWriterOptions {
  /** BCP 47 tag. */
  language: string
  /** How many requests are under way at once. */
  concurrency: number
  /** The most tokens that the document may take, of requests and answers together. */
  budget?: number
  progress?: (step: WritingStep, done: number, total: number) => void
  /** Told what it has taken so far, whenever that grows. */
  onSpent?: (spent: TokensSpent) => void
}

/** How many tests the offline writer has placed and phrased, and whether it has written the summary. */
export interface Fallbacks {
  classified: number
  phrased: number
  summary: boolean
}

export type ModelWriting =
  /** `cutShort`: some of the fallbacks are for the budget or for a fault that may pass, and need not be any more later. */
  | { kind: 'completed'; specification: Specification; spent: TokensSpent; fallbacks: Fallbacks; cutShort: boolean }
  /** Nothing was asked. */
  | { kind: 'over-budget'; estimate: Estimate; budget: number; message: string }
  | { kind: 'permanent-fault'; code: ModelFaultCode; message: string; spent: TokensSpent }
  /** What was answered is kept: the next run goes on from there. `retryAfter`: milliseconds, where the provider says so. */
  | { kind: 'transient-fault'; code: ModelFaultCode; message: string; retryAfter?: number; spent: TokensSpent }

type WrittenInventory = Pick<Inventory, 'repository' | 'files'>

/** What is written of a repository stays apart from what is written of others: names of domains are its own. */
const identityOf = ({ url, path }: RepositoryIdentity): ModelRun['repository'] => {
  const identity = url ?? path ?? ''
  return { identity, name: /([^/\\]{1,100}?)(?:\.git)?[/\\]*$/.exec(identity)?.[1] ?? '' }
}

const outcomeOfFault = ({ class: kind, code, message, retryAfter }: ModelFault, spent: TokensSpent): ModelWriting =>
  kind === 'transient'
    ? { kind: 'transient-fault', code, message, spent, ...(retryAfter !== undefined && { retryAfter }) }
    : { kind: 'permanent-fault', code, message, spent }

const countOf = (tests: number): string => (tests === 1 ? '1 test' : `${tests} tests`)

/** What no mark in the document itself says: places have none, and the summary has none. */
const sayFallbacks = ({ classified, phrased, summary }: Fallbacks): string[] => {
  const parts = [
    ...(classified > 0 ? [`placed ${countOf(classified)}`] : []),
    ...(phrased > 0 ? [`phrased ${countOf(phrased)}`] : []),
    ...(summary ? ['written this summary'] : []),
  ]
  return parts.length === 0 ? [] : [`Without the model, the offline writer has ${new Intl.ListFormat('en').format(parts)}.`]
}

const writeDocument = async (
  run: ModelRun,
  { repository }: WrittenInventory,
  tests: readonly SpecifiedTest[],
  offline: OfflineSteps,
): Promise<{ specification: Specification; fallbacks: Fallbacks }> => {
  const classified = await classifyByModel(run, tests, offline.classify)
  const phrased = await phraseByModel(run, classified.domains, offline.phrase)
  const summary = tests.length === 0 ? undefined : await summariseByModel(run, phrased.domains)
  const fallbacks = { classified: classified.fallbacks, phrased: phrased.fallbacks, summary: tests.length > 0 && summary === undefined }
  const specification: Specification = {
    schema: 'testimony.specification/1',
    repository,
    language: run.language,
    writer: run.model,
    summary: [summary ?? offline.summarise(phrased.domains, tests), ...sayFallbacks(fallbacks)].join(' '),
    domains: phrased.domains,
  }
  const [fault] = citationFaults(
    specification,
    tests.map(({ id }) => id),
  )
  if (fault)
    throw new Error(`A specification of ${run.repository.name} breaks its promise of citations (${fault.kind} ${fault.id}); report it`)
  return { specification, fallbacks }
}

/** What a document would take, by the answers that are there already. Asks no model. */
export const estimateDocument = (
  { model, server, answers }: Pick<ModelWriterDependencies, 'model' | 'server' | 'answers'>,
  inventory: WrittenInventory,
  language: string,
  signal: AbortSignal,
): Promise<Estimate> => {
  const run = { answers, model, server, language, repository: identityOf(inventory.repository), signal }
  return estimateTokens(run, specifiedTests(inventory.files))
}

/** Throws the signal's reason where that fires, and what is broken; a killed or failed run goes on where it was. */
export const createModelWriter =
  ({ ask, model, server, answers, offline }: ModelWriterDependencies) =>
  async (inventory: WrittenInventory, options: ModelWriterOptions, signal: AbortSignal): Promise<ModelWriting> => {
    const { language, concurrency, progress = () => {} } = options
    if (options.budget !== undefined) {
      const estimate = await estimateDocument({ model, server, answers }, inventory, language, signal)
      const tokens = estimate.input + estimate.output
      if (tokens > options.budget) {
        const message = `The specification will take about ${tokens} tokens, and ${options.budget} are left of its budget: raise SPEC_BUDGET_TOKENS, or write without a model (--writer offline)`
        return { kind: 'over-budget', estimate, budget: options.budget, message }
      }
    }
    const budget = createTokenBudget(options.budget, options.onSpent)
    const repository = identityOf(inventory.repository)
    const { isCutShort, ...asking } = askWithin(budget, ask, answers)
    const run: ModelRun = { ...asking, model, server, language, repository, concurrency, signal, progress }
    try {
      const written = await writeDocument(run, inventory, specifiedTests(inventory.files), offline)
      return { kind: 'completed', ...written, spent: budget.spent, cutShort: isCutShort() }
    } catch (error) {
      if (error instanceof ModelFault) return outcomeOfFault(error, budget.spent)
      throw error
    }
  }
