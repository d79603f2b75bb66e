/** What a request's error means, by status, by type and by the codes of the protocols: never by the words of a message. */
import { APICallError } from 'ai'
import * as z from 'zod'

import { KEY_VARIABLE } from './connect-model.ts'
import { AnswerTooLarge } from './limited-fetch.ts'
import { ModelFault } from './model-fault.ts'
import { modelNameText, type ModelName } from './model-name.ts'
import { waitOf } from './provider-limits.ts'

const codes = z.object({
  error: z.object({
    code: z.unknown().optional(),
    type: z.unknown().optional(),
    details: z.array(z.object({ reason: z.string().optional() })).optional(),
  }),
})

/** The codes that an error's body gives, in the forms of OpenAI, Anthropic and Google. */
const codesIn = (body: string | undefined): ReadonlySet<unknown> => {
  try {
    const found = codes.safeParse(JSON.parse(body ?? ''))
    if (!found.success) return new Set()
    const { code, type, details = [] } = found.data.error
    return new Set([code, type, ...details.map(({ reason }) => reason)])
  } catch {
    return new Set() // no JSON, so no codes
  }
}

const causesOf = function* (error: unknown): Generator<unknown> {
  // Ten are deeper than any library wraps, and an end of those that are their own cause.
  for (let [cause, depth] = [error, 0]; cause !== undefined && cause !== null && depth < 10; depth += 1) {
    yield cause
    cause = cause instanceof Error ? cause.cause : undefined
  }
}

const faultOfStatus = (name: ModelName, status: number, error: APICallError, tokens: number): ModelFault => {
  const { provider, model } = name
  const found = codesIn(error.responseBody)
  const retryAfter = waitOf(error.responseHeaders ?? {}, error.responseBody, { tokens }, Date.now())
  const because = { cause: error, retryAfter }
  const place = provider === 'openai' ? ' and OPENAI_BASE_URL' : ''
  if (status === 401 || status === 403 || found.has('API_KEY_INVALID')) {
    return new ModelFault('model-key-refused', `${provider} refuses the key (${status}): check ${KEY_VARIABLE[provider]}`, because)
  }
  if (status === 404) {
    return new ModelFault('model-unknown', `${provider} has no model ${model} (404): check SPEC_MODEL or --model${place}`, because)
  }
  if (status === 402 || found.has('insufficient_quota')) {
    return new ModelFault('model-quota-exhausted', `${provider} has no quota left for this key (${status}): raise it there`, because)
  }
  if (found.has('content_filter')) return new ModelFault('model-refusal', `${modelNameText(name)} refuses to answer a request`, because)
  if (status === 429) {
    return new ModelFault('model-rate-limited', `${provider} takes no more requests for now (429): try again later`, because)
  }
  if (status === 408 || status === 409 || status === 425 || status >= 500) {
    return new ModelFault('model-unavailable', `${provider} fails at a request (${status}): try again later`, because)
  }
  const what = `${modelNameText(name)} does not take a request as it is sent (${status})`
  return new ModelFault('model-request-refused', `${what}: choose another model${place && `, or check OPENAI_BASE_URL`}`, because)
}

export interface SentRequest {
  /** Its time was up. */
  timedOut: boolean
  /** About its size. */
  tokens: number
}

/** The fault that an error is which sending a request has thrown. */
export const classifyFault = (name: ModelName, error: unknown, { timedOut, tokens }: SentRequest): ModelFault => {
  const causes = [...causesOf(error)]
  const place = name.provider === 'openai' ? ': check OPENAI_BASE_URL, then try again' : ': try again later'
  if (timedOut) return new ModelFault('model-timeout', `${modelNameText(name)} has not answered in time: try again later`, { cause: error })
  if (causes.some((cause) => cause instanceof AnswerTooLarge)) {
    return new ModelFault('model-answer-too-large', `${modelNameText(name)} gave an answer that is too large`, { cause: error })
  }
  const call = causes.find((cause) => APICallError.isInstance(cause))
  if (call?.statusCode !== undefined && call.statusCode >= 300) return faultOfStatus(name, call.statusCode, call, tokens)
  // Without a status nothing has answered; a TypeError is what fetch throws where a connection ends before its answer does.
  if ((call && call.statusCode === undefined) || causes.some((cause) => cause instanceof TypeError)) {
    return new ModelFault('model-unreachable', `${name.provider} can't be reached, or ends the connection${place}`, { cause: error })
  }
  return new ModelFault('model-answer-unreadable', `${name.provider} answers by something else than its protocol${place}`, { cause: error })
}
