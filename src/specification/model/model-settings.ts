/** Which model writes specifications, by which key, and what it may cost. */
import { duration, httpUrlWithoutUser, parsed, text, wholeNumber } from '../../runtime/setting-schemas.ts'
import { secretSetting, setting, type SettingValues } from '../../runtime/setting.ts'
import type { ModelAccess } from './asking/connect-model.ts'
import { parseModelName, PROVIDERS } from './asking/model-name.ts'
import type { Prices } from './token-budget.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const MOST_TOKENS = 1_000_000_000_000

const price = () =>
  parsed('a price of a million tokens, like 0.30', (value) =>
    /^\d{1,6}(?:\.\d{1,6})?$/.test(value) ? Number(value) : undefined,
  ).optional()

const minuteLimit = (variable: string, of: string) =>
  setting(
    variable,
    `How many ${of} the provider takes in a minute from all workers together; what it says itself is heeded anyway.`,
    wholeNumber({ min: 1, max: 1_000_000_000 }).optional(),
  )

export const modelSettings = {
  model: setting(
    'SPEC_MODEL',
    'The model that writes specifications; openai is any server that speaks its protocol.',
    parsed(`<provider>:<model> with one of ${PROVIDERS.join(', ')}, like openai:llama3.1:8b`, parseModelName).optional(),
  ),
  budget: setting(
    'SPEC_BUDGET_TOKENS',
    'The most tokens that one specification may take, of requests and answers together; no limit where it is not set.',
    wholeNumber({ min: 1, max: MOST_TOKENS }).optional(),
  ),
  modelConcurrency: setting(
    'SPEC_MODEL_CONCURRENCY',
    'Requests to the model at a time for one specification.',
    wholeNumber({ min: 1, max: 256 }).default(8),
  ),
  modelTimeout: setting(
    'SPEC_MODEL_TIMEOUT',
    'How long one request to the model may take.',
    duration({ min: SECOND, max: 30 * MINUTE }).default(2 * MINUTE),
  ),
  requestsPerMinute: minuteLimit('SPEC_REQUESTS_PER_MINUTE', 'requests'),
  tokensPerMinute: minuteLimit('SPEC_TOKENS_PER_MINUTE', 'tokens'),
  priceOfInput: setting('SPEC_PRICE_INPUT', 'What a million tokens of requests cost; with SPEC_PRICE_OUTPUT, costs are told.', price()),
  priceOfOutput: setting('SPEC_PRICE_OUTPUT', 'What a million tokens of answers cost.', price()),
  geminiKey: secretSetting('GEMINI_API_KEY', 'The key for Gemini.', text('a key').optional()),
  geminiUrl: setting(
    'GEMINI_BASE_URL',
    'A server between that speaks the protocol of Gemini, with the version in its path, like http://localhost:4000/v1beta; Google where it is not set.',
    httpUrlWithoutUser().optional(),
  ),
  openaiKey: secretSetting(
    'OPENAI_API_KEY',
    'The key for OpenAI, or for the server of OPENAI_BASE_URL where it needs one.',
    text('a key').optional(),
  ),
  openaiUrl: setting(
    'OPENAI_BASE_URL',
    'The server that speaks the protocol of OpenAI, like http://localhost:11434/v1; OpenAI itself where it is not set.',
    httpUrlWithoutUser().optional(),
  ),
  anthropicKey: secretSetting('ANTHROPIC_API_KEY', 'The key for Anthropic.', text('a key').optional()),
  anthropicUrl: setting(
    'ANTHROPIC_BASE_URL',
    'A server between that speaks the protocol of Anthropic, with the version in its path, like http://localhost:4000/v1; Anthropic where it is not set.',
    httpUrlWithoutUser().optional(),
  ),
}

export type ModelSettings = SettingValues<typeof modelSettings>

export const accessOf = (settings: ModelSettings): ModelAccess => {
  const { geminiKey, geminiUrl, openaiKey, openaiUrl, anthropicKey, anthropicUrl } = settings
  return { geminiKey, geminiUrl, openaiKey, openaiUrl, anthropicKey, anthropicUrl }
}

/** Prices change, so that none is built in: undefined where nobody has set them. */
export const pricesOf = ({ priceOfInput: input, priceOfOutput: output }: ModelSettings): Prices | undefined =>
  input === undefined || output === undefined ? undefined : { input, output }
