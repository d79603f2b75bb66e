/** The tests of one subject in this one process, file by file, each with its own hooks. */
import { describe } from 'node:test'

import { testsTogether } from '../../scripts/tests-together.ts'

export const loadTogether = (...given: Parameters<typeof testsTogether>): void => {
  for (const path of testsTogether(...given)) {
    describe(path, async () => {
      await import(new URL(`../../${path}`, import.meta.url).href)
    })
  }
}
