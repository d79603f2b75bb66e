/** Tests to be phrased, with what a case leaves out filled in. */
import type { SpecifiedTest } from '../../specified-test.ts'
import { phraseOffline } from '../phrase-offline.ts'

export type Given = Partial<SpecifiedTest> & { feature?: string }

let last = 0

export const specifiedTest = (name: string, given: Partial<SpecifiedTest> = {}): SpecifiedTest => ({
  id: `test-${(last += 1)}`,
  path: 'src/thing.test.ts',
  line: 1,
  language: 'typescript',
  framework: 'vitest',
  imports: [],
  suites: [],
  name,
  status: 'active',
  tags: [],
  cases: null,
  assertions: [],
  ...given,
})

/** What the offline writer says of a test that is alone in its feature. */
export const sentenceOf = (name: string, { feature = 'Thing', ...given }: Given = {}): string =>
  phraseOffline({ name: feature, tests: [specifiedTest(name, given)] })
    .map(({ text }) => text)
    .join(' | ')
