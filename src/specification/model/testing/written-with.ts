import type { Inventory } from '../../../inventory/inventory.ts'
import type { Asked } from '../../../../test/support/model-protocols.ts'
import { startModelServer, type ModelServer, type Reply } from '../../../../test/support/model-server.ts'
import { createAskModel, type AskModel } from '../asking/ask-model.ts'
import { createCircuitBreaker } from '../asking/circuit-breaker.ts'
import { SYSTEM_CLOCK } from '../asking/clock.ts'
import { connectModel } from '../asking/connect-model.ts'
import type { ModelAnswers } from '../model-answers.ts'
import type { Provider } from '../asking/model-name.ts'
import { createModelWriter, type ModelWriterOptions, type ModelWriting } from '../model-writer.ts'
import { createPersistentModel } from '../asking/persistent-model.ts'
import { createLocalLimit } from './local-limit.ts'
import { createMemoryAnswers } from './memory-answers.ts'
import { plainSteps } from './plain-steps.ts'

/** A model at a test's server, which is asked again after milliseconds. */
export const askServer = (
  url: string,
  { provider = 'openai', timeLimit = 5000 }: { provider?: Provider; timeLimit?: number } = {},
): AskModel => {
  const access = { geminiKey: 'secret-key', anthropicKey: 'secret-key', openaiKey: 'secret-key' }
  const urls = { openaiUrl: `${url}/v1`, geminiUrl: `${url}/v1beta`, anthropicUrl: `${url}/v1` }
  const connection = connectModel({ provider, model: 'scripted' }, { ...access, ...urls })
  if (connection.kind === 'unusable') throw new Error(connection.message)
  return createPersistentModel({
    ask: createAskModel(connection.connected, timeLimit),
    limit: createLocalLimit(SYSTEM_CLOCK),
    breaker: createCircuitBreaker({ failures: 5, coolDown: 5, longestCoolDown: 20, probeLease: 10_000 }, SYSTEM_CLOCK),
    clock: SYSTEM_CLOCK,
    random: Math.random,
    policy: { attempts: 4, backoff: 2, longestBackoff: 10, patience: 10_000 },
  })
}

export interface WrittenWith {
  writing: ModelWriting
  requests: readonly Asked[]
  /** The most requests that were open at once. */
  mostAtOnce: number
}

/** Writes a specification by a server that replies so. */
export const writtenWith = async (
  inventory: Pick<Inventory, 'repository' | 'files'>,
  options: Partial<ModelWriterOptions> & {
    reply?: (asked: Asked, index: number) => Reply
    provider?: Provider
    timeLimit?: number
    answers?: ModelAnswers
    /** The server's name in the keys of answers: its address is another one each time. */
    at?: string
    signal?: AbortSignal
  } = {},
): Promise<WrittenWith> => {
  const {
    reply,
    provider = 'openai',
    timeLimit = 5000,
    answers = createMemoryAnswers(),
    at,
    signal = AbortSignal.timeout(60_000),
    ...own
  } = options
  await using server: ModelServer = await startModelServer({ ...(reply && { reply }) })
  const ask = askServer(server.url, { provider, timeLimit })
  const write = createModelWriter({ ask, model: `${provider}:scripted`, server: at, answers, offline: plainSteps })
  const writing = await write(inventory, { language: 'en', concurrency: 4, ...own }, signal)
  return { writing, requests: [...server.requests], mostAtOnce: server.mostAtOnce }
}
