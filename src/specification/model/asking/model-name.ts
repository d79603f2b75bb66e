/** The models that can be asked, as `provider:model`: what SPEC_MODEL and `--model` take, and what a document is signed with. */
export const PROVIDERS = ['gemini', 'openai', 'anthropic'] as const
export type Provider = (typeof PROVIDERS)[number]

export interface ModelName {
  /** `openai` is every server that speaks its protocol. */
  provider: Provider
  model: string
}

/** Models of Ollama have a colon in their own names: what is before the first one is the provider. */
export const parseModelName = (text: string): ModelName | undefined => {
  const [, before = '', model = ''] = /^([a-z]+):([\x21-\x7e]{1,200})$/.exec(text) ?? []
  const provider = PROVIDERS.find((one) => one === before)
  return provider === undefined ? undefined : { provider, model }
}

export const modelNameText = ({ provider, model }: ModelName): string => `${provider}:${model}`
