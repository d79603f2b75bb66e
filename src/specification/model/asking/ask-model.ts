/** One request to a model: its time limit, its span, and the tokens that it took. */
import { metrics, SpanKind, type Attributes, type Histogram } from '@opentelemetry/api'
import { generateText, Output } from 'ai'
import type * as z from 'zod'

import { inSpan } from '../../../runtime/span.ts'
import { VERSION } from '../../../runtime/version.ts'
import { classifyFault } from './classify-fault.ts'
import type { ConnectedModel } from './connect-model.ts'
import { countTokens } from './count-tokens.ts'
import { ModelFault } from './model-fault.ts'
import type { Headers } from './provider-limits.ts'

export interface ModelRequest {
  /** What is asked for, as spans call it. */
  step: string
  system: string
  prompt: string
  /** What the answer should look like. Not every server keeps to it: whoever reads the answer checks it. */
  schema: z.ZodType
  /** How many tokens the request and its answer will probably be. */
  expected: { input: number; output: number }
}

export interface TokensUsed {
  input: number
  output: number
}

export interface ModelAnswer {
  /** Whatever was answered; empty where the model refused. */
  text: string
  used: TokensUsed
  headers: Headers
}

export type AskModel = (request: ModelRequest, signal: AbortSignal) => Promise<ModelAnswer>

// The library writes warnings to the console, which is the output of a command.
globalThis.AI_SDK_LOG_WARNINGS = false

let tokenUsage: Histogram | undefined

/** By https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/, its boundaries too. Made when it is first used: before metrics have started, it would count nothing. */
const recordTokens = (used: TokensUsed, labels: Attributes): void => {
  tokenUsage ??= metrics.getMeter('testimony', VERSION).createHistogram('gen_ai.client.token.usage', {
    unit: '{token}',
    description: 'Tokens of requests to models and of their answers.',
    advice: { explicitBucketBoundaries: [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576] },
  })
  tokenUsage.record(used.input, { ...labels, 'gen_ai.token.type': 'input' })
  tokenUsage.record(used.output, { ...labels, 'gen_ai.token.type': 'output' })
}

/** OpenTelemetry's names of the providers. */
const PROVIDER_NAME = { gemini: 'gcp.gemini', openai: 'openai', anthropic: 'anthropic' }

interface Sending {
  connected: ConnectedModel
  request: ModelRequest
  signal: AbortSignal
  timeLimit: number
}

const send = async ({ connected, request, signal, timeLimit }: Sending, withSchema: boolean): Promise<ModelAnswer> => {
  // One of `AbortSignal.timeout` would keep the whole request in memory until its time is up, also when it was answered.
  const overdue = new AbortController()
  const timer = setTimeout(() => overdue.abort(), timeLimit)
  const output = withSchema ? { ...Output.text(), responseFormat: Output.object({ schema: request.schema }).responseFormat } : Output.text()
  try {
    const { text, usage, response } = await generateText({
      model: connected.model,
      system: request.system,
      prompt: request.prompt,
      output,
      // Whoever asks retries, by what is known of all requests.
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, overdue.signal]),
      ...(connected.maxOutputTokens !== undefined && { maxOutputTokens: connected.maxOutputTokens }),
    })
    return {
      text,
      used: { input: usage.inputTokens ?? request.expected.input, output: usage.outputTokens ?? countTokens(text) },
      headers: response.headers ?? {},
    }
  } catch (error) {
    signal.throwIfAborted()
    throw classifyFault(connected.name, error, { timedOut: overdue.signal.aborted, tokens: request.expected.input })
  } finally {
    clearTimeout(timer)
  }
}

/** Asks as often as it is called, without waiting or trying again. Throws ModelFault. */
export const createAskModel = (connected: ConnectedModel, timeLimit: number): AskModel => {
  let withSchema = true
  const { provider, model } = connected.name
  const labels = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': PROVIDER_NAME[provider],
    'gen_ai.request.model': model,
  }

  const sendAsServerTakesIt = async (sending: Sending): Promise<ModelAnswer> => {
    if (!withSchema) return await send(sending, false)
    try {
      return await send(sending, true)
    } catch (error) {
      const mayBeTheSchema = connected.mayLackSchemas && error instanceof ModelFault && error.code === 'model-request-refused'
      if (!mayBeTheSchema) throw error
      const answer = await send(sending, false)
      withSchema = false
      return answer
    }
  }

  return (request, signal) =>
    inSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes: { ...labels, 'testimony.step': request.step } }, async (span) => {
      const answer = await sendAsServerTakesIt({ connected, request, signal, timeLimit })
      span.setAttributes({ 'gen_ai.usage.input_tokens': answer.used.input, 'gen_ai.usage.output_tokens': answer.used.output })
      recordTokens(answer.used, labels)
      return answer
    })
}
