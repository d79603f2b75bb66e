/** The published contract of a specification's JSON: docs/specification.schema.json is made from it by scripts/write-specification-schema.ts. */
import * as z from 'zod'

import { BEHAVIOUR_STATES, type Specification } from '../../specification/specification.ts'
import { repositorySchema } from '../inventory-schema.ts'

const behaviour = z
  .strictObject({
    id: z
      .string()
      .regex(/^[0-9a-f]{24}$/)
      .describe('The same as long as the same tests vouch for it: a digest of their ids.'),
    text: z.string().min(1).describe('One sentence about what the software does, in the language of the document.'),
    state: z
      .enum(BEHAVIOUR_STATES)
      .describe(
        'verified: a test that is not skipped vouches for it; whether it passes is not known. Else, by the first that any of its tests is: expected-to-fail, skipped, to-be-written.',
      ),
    tests: z.array(z.string().min(1)).min(1).describe('Ids of the tests that vouch for it, as in the inventory.'),
    examples: z.array(z.string()).exactOptional().describe('Names of its cases, where its tests are parameterised.'),
    writtenBy: z.literal('offline').exactOptional().describe('Present where a model was asked and this sentence is the offline writer’s.'),
  })
  .meta({ id: 'behaviour' })

const feature = z.strictObject({ name: z.string().min(1), behaviours: z.array(behaviour) }).meta({ id: 'feature' })

const domain = z.strictObject({ name: z.string().min(1), features: z.array(feature) }).meta({ id: 'domain' })

export const specificationSchema: z.ZodType<Specification> = z.strictObject({
  schema: z.literal('testimony.specification/1'),
  repository: repositorySchema,
  language: z.string().min(1).describe('BCP 47 tag of the language that it is written in.'),
  writer: z.string().min(1).describe('offline, or <provider>:<model>.'),
  summary: z.string(),
  domains: z.array(domain).describe('Over all of them, each test of the inventory is cited by exactly one behaviour.'),
})

/** As it is published: JSON Schema of the 2020-12 draft. */
export const specificationJsonSchema = (): Record<string, unknown> => ({
  $id: 'urn:testimony:specification:1',
  title: 'Testimony specification',
  description: 'What the tests of a repository say that the software does: sentences, each with the tests that vouch for it.',
  ...z.toJSONSchema(specificationSchema, { target: 'draft-2020-12' }),
})
