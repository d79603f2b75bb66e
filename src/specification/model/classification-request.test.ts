import assert from 'node:assert/strict'
import { test } from 'node:test'

import { specifiedTests } from '../specified-test.ts'
import { classificationRequest } from './classification-request.ts'
import { CHUNK, classificationChunks } from './classify-by-model.ts'
import { countTokens } from './asking/count-tokens.ts'
import { idsOf } from './model-run.ts'
import { inventoryOf } from './testing/inventory-of.ts'

const RUN = { language: 'en', repository: { identity: '', name: 'bakery' } }
const IMPORTS = Array.from({ length: 9 }, (_, index) => `packages/some/${'deep/'.repeat(20)}module${index}.ts`)

const FILES: Readonly<Record<string, Parameters<typeof inventoryOf>[0]>> = {
  'files of one test': Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`${'long/'.repeat(20)}${index}.test.ts`, { '': ['heats'] }]),
  ),
  'names that JSON makes longer': {
    'a.test.ts': { oven: Array.from({ length: 400 }, (_, index) => `${index} ${'"\\\u0000'.repeat(30)}`) },
  },
  'suites of one test': {
    'a.test.ts': Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`the oven ${index} of the bakery`, ['heats']])),
  },
}

for (const [what, files] of Object.entries(FILES)) {
  test(`no request is larger than its limit for ${what}`, () => {
    const tests = specifiedTests(inventoryOf(files).files.map((file) => ({ ...file, imports: IMPORTS })))
    const prompts = classificationChunks(tests).map((chunk) => countTokens(classificationRequest(RUN, idsOf(chunk), []).prompt))
    assert.ok(prompts.length > 1)
    for (const tokens of prompts) assert.ok(tokens <= CHUNK.tokens, String(tokens))
    // Nor is it much smaller than it could be.
    assert.ok(Number(prompts[0]) > CHUNK.tokens / 2, String(prompts[0]))
  })
}
