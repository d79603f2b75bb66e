import type { FileToParse } from '../../../src/extraction/parser-pool.ts'
import { bad, good, type Check } from './check.ts'

/** The least that shows that a parser was loaded and reads its language. */
const SAMPLES: readonly { language: FileToParse['language']; text: string }[] = [
  { language: 'javascript', text: "it('works', () => {})\n" },
  { language: 'typescript', text: "it('works', (): void => {})\n" },
  { language: 'python', text: 'def test_works():\n    pass\n' },
  { language: 'go', text: 'package a\n\nfunc TestWorks(t *testing.T) {}\n' },
]

export const checkParsers: Check = {
  title: 'Parsers',
  run: async ({ signal }) => {
    const { createParserPool } = await import('../../../src/extraction/parser-pool.ts')
    await using pool = createParserPool({ size: 1 })
    const results = await pool.parse(
      SAMPLES.map(({ language, text }) => ({ language, bytes: Buffer.from(text) })),
      signal,
    )
    const failed = results.flatMap((result, index) => ('error' in result ? [`${SAMPLES[index]?.language}: ${result.error}`] : []))
    if (failed.length === 0) return [good(SAMPLES.map(({ language }) => language).join(', '))]
    const mend = `install testimony anew with its optional dependencies, for ${process.platform}-${process.arch}`
    return failed.map((what) => bad(what, mend))
  },
}
