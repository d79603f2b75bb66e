import * as z from 'zod'

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

/** `openai` is every server that speaks its protocol. Models of Ollama have a colon in their own names. */
export const modelName = z
  .string()
  .regex(
    /^(gemini|openai|anthropic):[\x21-\x7e]{1,200}$/,
    'must be a provider and its model, like gemini:<model>, openai:<model> or anthropic:<model>',
  )
