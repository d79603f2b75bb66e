/**
 * Starts a framework: `npm run new:framework -- <name> <javascript|python|go>` writes a folder that works, with one fixture,
 * and adds it to the list. What it takes for granted is to be replaced by what the framework's own runner does.
 */
import { spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addToList } from './framework-skeleton/add-to-list.ts'
import { filesByCalls } from './framework-skeleton/files-by-calls.ts'
import { filesByNames } from './framework-skeleton/files-by-names.ts'
import type { Skeleton } from './framework-skeleton/skeleton.ts'

const LANGUAGES = ['javascript', 'python', 'go'] as const

const [name = '', language = ''] = process.argv.slice(2)
const known = LANGUAGES.find((one) => one === language)
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || known === undefined) {
  process.stderr.write(`usage: npm run new:framework -- <name in kebab-case> <${LANGUAGES.join('|')}>\n`)
  process.exit(2)
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'src/extraction/frameworks', name)
const identifier = name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase())
const skeleton: Skeleton = { name, identifier, typeName: `${identifier.charAt(0).toUpperCase()}${identifier.slice(1)}` }
const files = known === 'javascript' ? filesByCalls(skeleton) : filesByNames(skeleton, known)

for (const [path, text] of Object.entries(files)) {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  // `wx`: a framework that is there already is not written over.
  await writeFile(join(folder, path), text, { flag: 'wx' })
}
const list = join(root, 'src/extraction/frameworks/index.ts')
await writeFile(list, addToList(await readFile(list, 'utf8'), skeleton))
spawnSync(process.execPath, ['node_modules/oxfmt/bin/oxfmt', folder, list], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })

console.log(`src/extraction/frameworks/${name}/ is there and listed. Next:
  1. Give scripts/accuracy/runners.ts a listing for it, and let scripts/derive-expected.ts replace fixtures/plain/expected.json
     by what the real runner lists; add fixtures for what the framework can do beyond.
  2. Make test/framework-fixtures.test.ts pass again: node_modules/.bin/node --test test/framework-fixtures.test.ts
  3. Give EXTRACTOR_VERSION a new value.`)
