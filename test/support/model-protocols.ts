/** The protocols of OpenAI, Gemini and Anthropic, as far as the server of models for tests speaks them. */
import type { IncomingMessage } from 'node:http'

import * as z from 'zod'

export type Protocol = 'openai' | 'gemini' | 'anthropic'

/** One request, whatever the protocol. */
export interface Asked {
  protocol: Protocol
  model: string
  system: string
  /** As it was sent; JSON. */
  prompt: string
  step: 'classify' | 'phrase' | 'summarise'
  /** Tests by the ids of this request. */
  tests: ReadonlyMap<string, AskedTest>
  withSchema: boolean
  headers: IncomingMessage['headers']
  /** All of what was sent. */
  body: string
}

export interface AskedTest {
  name: string
  suites: string[]
  /** Of its file, where it is to be classified. */
  path: string
}

const shown = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const groups = z.array(z.object({ suites: z.array(z.string()), tests: z.record(z.string(), shown) }))
const promptSchema = z.union([
  z.object({ files: z.array(z.object({ path: z.string(), groups })) }).transform(({ files }) => ({
    step: 'classify' as const,
    groups: files.flatMap((file) => file.groups.map((group) => ({ ...group, path: file.path }))),
  })),
  z.object({ groups }).transform((prompt) => ({ step: 'phrase' as const, groups: prompt.groups.map((group) => ({ ...group, path: '' })) })),
  z.object({ domains: z.array(z.unknown()) }).transform(() => ({ step: 'summarise' as const, groups: [] })),
])

const content = z.union([z.string(), z.array(z.object({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join(''))])

const textOf = (given: unknown): string => content.parse(given)

const messages = z.array(z.object({ role: z.string(), content: z.unknown().optional() }))
const texts = z.object({ parts: z.array(z.object({ text: z.string() })) })
const bodies = {
  openai: z.object({ model: z.string(), messages, response_format: z.unknown().optional() }).transform((body) => ({
    model: body.model,
    system: textOf(body.messages.find(({ role }) => role === 'system')?.content),
    prompt: textOf(body.messages.find(({ role }) => role === 'user')?.content),
    withSchema: body.response_format !== undefined,
  })),
  gemini: z
    .object({ systemInstruction: texts, contents: z.array(texts), generationConfig: z.object({ responseSchema: z.unknown().optional() }) })
    .transform((body) => ({
      model: '',
      system: body.systemInstruction.parts.map(({ text }) => text).join(''),
      prompt: body.contents.flatMap(({ parts }) => parts.map(({ text }) => text)).join(''),
      withSchema: body.generationConfig.responseSchema !== undefined,
    })),
  anthropic: z
    .object({
      model: z.string(),
      system: z.unknown().optional(),
      messages,
      output_config: z.unknown().optional(),
      tools: z.unknown().optional(),
    })
    .transform((body) => ({
      model: body.model,
      system: textOf(body.system),
      prompt: textOf(body.messages[0]?.content),
      withSchema: body.output_config !== undefined || body.tools !== undefined,
    })),
} satisfies Record<Protocol, z.ZodType>

export const protocolOf = (path: string): Protocol | undefined =>
  path.endsWith('/chat/completions')
    ? 'openai'
    : path.includes(':generateContent')
      ? 'gemini'
      : path.endsWith('/messages')
        ? 'anthropic'
        : undefined

export const askedOf = (protocol: Protocol, path: string, headers: IncomingMessage['headers'], body: string): Asked => {
  const { model, ...said } = bodies[protocol].parse(JSON.parse(body))
  const { step, groups: found } = promptSchema.parse(JSON.parse(said.prompt))
  const tests = found.flatMap(({ suites, path: file, tests: named }) =>
    Object.entries(named).map(([id, name]) => [id, { name, suites, path: file }] as const),
  )
  const named = model === '' ? decodeURIComponent(/models\/([^:]+):/.exec(path)?.[1] ?? '') : model
  return { ...said, protocol, model: named, step, tests: new Map(tests), headers, body }
}

const usage = ({ prompt }: Asked, text: string) => ({ input: Math.ceil(prompt.length / 4), output: Math.ceil(text.length / 4) })

/** An answer in the words of its protocol. */
export const answerOf = (asked: Asked, text: string, finish: 'stop' | 'length'): unknown => {
  const { input, output } = usage(asked, text)
  switch (asked.protocol) {
    case 'openai':
      return {
        id: 'answer',
        model: asked.model,
        choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content: text } }],
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      }
    case 'gemini':
      return {
        candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: finish === 'stop' ? 'STOP' : 'MAX_TOKENS', index: 0 }],
        usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
      }
    case 'anthropic':
      return {
        id: 'answer',
        type: 'message',
        role: 'assistant',
        model: asked.model,
        content: [{ type: 'text', text }],
        stop_reason: finish === 'stop' ? 'end_turn' : 'max_tokens',
        usage: { input_tokens: input, output_tokens: output },
      }
  }
}

export const refusalOf = (asked: Asked): unknown => {
  const { input } = usage(asked, '')
  switch (asked.protocol) {
    case 'openai':
      return {
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null, refusal: 'I can not help with that.' } }],
        usage: { prompt_tokens: input, completion_tokens: 0, total_tokens: input },
      }
    case 'gemini':
      return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: input, totalTokenCount: input } }
    case 'anthropic':
      return {
        id: 'answer',
        type: 'message',
        role: 'assistant',
        model: asked.model,
        content: [],
        stop_reason: 'refusal',
        usage: { input_tokens: input, output_tokens: 0 },
      }
  }
}
