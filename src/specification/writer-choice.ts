import * as z from 'zod'

import { parseModelName, PROVIDERS } from './model/asking/model-name.ts'

/** Who can write a specification: the rules that come along, or a model that somebody runs. */
export const WRITER_CHOICES = ['offline', 'model'] as const
export type WriterChoice = (typeof WRITER_CHOICES)[number]

const LONGEST_TAG = 35

/** A language by its BCP 47 tag, in its canonical form: `ko`, `pt-BR`. */
export const languageTag = z.string().transform((text, context) => {
  try {
    const [tag] = text.length > LONGEST_TAG ? [] : Intl.getCanonicalLocales(text)
    if (tag !== undefined) return tag
  } catch {
    // A RangeError: it is none.
  }
  context.addIssue({ code: 'custom', message: 'must be the tag of a language, like en, ko or pt-BR' })
  return z.NEVER
})

/** As `provider:model`. */
export const modelName = z
  .string()
  .refine(
    (text) => parseModelName(text) !== undefined,
    `must be a provider and its model, ${PROVIDERS.map((provider) => `${provider}:<model>`).join(', ')}`,
  )
