/** Makes what requests are sent to, of a model's name and the keys. Reads nothing from the environment and asks nobody. */
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModel } from 'ai'

import { createLimitedFetch } from './limited-fetch.ts'
import type { ModelName, Provider } from './model-name.ts'

export interface ModelAccess {
  geminiKey?: string | undefined
  openaiKey?: string | undefined
  anthropicKey?: string | undefined
  /** Where the server is, without the path of a single call: `http://localhost:11434/v1`. */
  openaiUrl?: string | undefined
  geminiUrl?: string | undefined
  anthropicUrl?: string | undefined
}

export interface ConnectedModel {
  name: ModelName
  model: LanguageModel
  /** The most that one answer may be. Other servers refuse a limit that their model's context does not hold. */
  maxOutputTokens?: number
  /** Whether the server may know no schemas, and is then asked by words alone. */
  mayLackSchemas: boolean
}

export type Connection = { kind: 'connected'; connected: ConnectedModel } | { kind: 'unusable'; message: string }

const OPENAI = 'https://api.openai.com/v1'
/** Said always: without it the package takes an address from the environment by itself. */
const ANTHROPIC = 'https://api.anthropic.com/v1'
/** Those that think before they answer count it as their answer. */
const MAX_OUTPUT_TOKENS = 16_384

/**
 * Where a model is asked, if not at its provider's own address: of servers that speak OpenAI's protocol, each has models of
 * its own by whatever names. Those between us and another provider have that provider's.
 */
export const serverOf = ({ provider }: ModelName, { openaiUrl }: ModelAccess): string | undefined => {
  const url = openaiUrl?.replace(/\/+$/, '')
  return provider !== 'openai' || url === OPENAI ? undefined : url
}

/** The variable that holds a provider's key, for messages. */
export const KEY_VARIABLE: Record<Provider, string> = {
  gemini: 'GEMINI_API_KEY',
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
}

const withoutKey = ({ provider, model }: ModelName, more = ''): Connection => ({
  kind: 'unusable',
  message: `The model ${provider}:${model} needs a key: set ${KEY_VARIABLE[provider]}${more}, or write without a model (--writer offline)`,
})

export const connectModel = (name: ModelName, access: ModelAccess): Connection => {
  const fetch = createLimitedFetch()
  const connected = (model: LanguageModel, more: Omit<ConnectedModel, 'name' | 'model'>): Connection => ({
    kind: 'connected',
    connected: { name, model, ...more },
  })
  switch (name.provider) {
    case 'gemini': {
      const { geminiKey: apiKey, geminiUrl: baseURL } = access
      if (apiKey === undefined) return withoutKey(name)
      const google = createGoogleGenerativeAI({ apiKey, fetch, ...(baseURL !== undefined && { baseURL }) })
      return connected(google(name.model), { maxOutputTokens: MAX_OUTPUT_TOKENS, mayLackSchemas: false })
    }
    case 'anthropic': {
      const { anthropicKey: apiKey, anthropicUrl: baseURL = ANTHROPIC } = access
      if (apiKey === undefined) return withoutKey(name)
      const anthropic = createAnthropic({ apiKey, fetch, baseURL })
      return connected(anthropic(name.model), { maxOutputTokens: MAX_OUTPUT_TOKENS, mayLackSchemas: false })
    }
    case 'openai': {
      const { openaiKey: apiKey, openaiUrl: baseURL = OPENAI } = access
      if (apiKey === undefined && baseURL === OPENAI) return withoutKey(name, ', or OPENAI_BASE_URL to a server that needs none')
      const server = createOpenAICompatible({
        name: 'openai',
        baseURL,
        fetch,
        supportsStructuredOutputs: true,
        ...(apiKey !== undefined && { apiKey }),
      })
      return connected(server(name.model), { mayLackSchemas: true })
    }
  }
}
