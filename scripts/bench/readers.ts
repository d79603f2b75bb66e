/**
 * Compares the readers of Python and Go with asking a syntax tree: `npm run bench -- readers <folder>`.
 * Prints megabytes of source a second for both, and for the tree also how fast it is parsed alone.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, registerDynamicLanguage } from '@ast-grep/napi'
import go from '@ast-grep/lang-go'
import python from '@ast-grep/lang-python'
import { lowerFile } from '../../src/extraction/lower-file.ts'

const [folder] = process.argv.slice(2)
if (!folder) {
  process.stderr.write('usage: npm run bench -- readers <folder>\n')
  process.exit(2)
}
registerDynamicLanguage({ python, go })

/** User CPU seconds of `work`. */
const timed = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  return process.cpuUsage(before).user / 1e6
}

for (const [language, pattern] of [
  ['python', '**/*.py'],
  ['go', '**/*.go'],
] as const) {
  const texts = globSync(pattern, { cwd: folder, exclude: ['**/node_modules/**'] })
    .slice(0, 500)
    .map((path) => readFileSync(join(folder, path), 'utf8'))
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6
  if (texts.length === 0) continue
  const kinds = new Set<string>()
  for (const text of texts.slice(0, 50)) {
    const pending = [parse(language, text).root()]
    for (let node = pending.pop(); node; node = pending.pop()) {
      if (node.isNamed()) kinds.add(String(node.kind()))
      pending.push(...node.children())
    }
  }
  const rule = { rule: { any: [...kinds].map((kind) => ({ kind })) } }
  for (const text of texts.slice(0, 50)) lowerFile(text, language)
  const own = timed(() => texts.forEach((text) => lowerFile(text, language)))
  const alone = timed(() => texts.forEach((text) => parse(language, text).root()))
  const asked = timed(() => {
    for (const text of texts)
      for (const node of parse(language, text).root().findAll(rule)) {
        node.kind()
        node.range()
      }
  })
  const rate = (seconds: number): string => (megabytes / seconds).toFixed(1)
  process.stdout.write(
    `${language}: ${texts.length} files, ${megabytes.toFixed(1)} MB: reader ${rate(own)} MB/s; tree-sitter parses at ${rate(alone)} MB/s, and with kind and range of its named nodes ${rate(asked)} MB/s\n`,
  )
}
