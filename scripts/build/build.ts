/**
 * Builds what is shipped (docs/adr/0015-a-bundle-for-each-process.md): for each process a folder `dist/<process>` that runs by
 * itself with Node and the native packages in its package.json; `dist/library` with `dist/types`; and the JSON Schemas.
 * `--without-types` leaves the types out, which nothing here needs. What is there already, made from the same files,
 * is not made again.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readdirSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { bundleFolder } from './bundle-folder.ts'
import { root } from './root.ts'
import { digestOf, keepFolder, readFolder, replaceFolder, type FolderContents } from './replace-folder.ts'

const addBundle = async (contents: FolderContents, name: string, entry: string): Promise<void> => {
  for (const [path, text] of await bundleFolder(name, entry)) contents.set(`${name}/${path}`, text)
}

/** For the package's users; what is built runs without them. Whether the types are right is `npm run check`'s to say. */
const addTypes = async (contents: FolderContents): Promise<void> => {
  const folder = await mkdtemp(join(root, 'node_modules/.types-'))
  try {
    const compiler = ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--noCheck', '--outDir', folder]
    const { status } = spawnSync(process.execPath, compiler, { cwd: root, stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error('The types could not be written; nothing was built.')
    for (const path of globSync('**/*.d.ts', { cwd: folder })) contents.set(`types/${path}`, await readFile(join(folder, path), 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** All that decides what is built: the sources, what builds them, and which packages are installed. */
const SOURCES = ['{cmd,migrations,src,scripts/build}/**/*.{ts,js}', 'docs/*.schema.json', '*.json', 'node_modules/.package-lock.json']

const digestOfSources = async (): Promise<string> => {
  const paths = globSync(SOURCES, { cwd: root, exclude: ['**/fixtures/**', '**/*.test.ts'] })
  return digestOf(new Map(await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const))))
}

const bundleAll = async (): Promise<FolderContents> => {
  const contents: FolderContents = new Map()
  for (const { name } of readdirSync(join(root, 'cmd'), { withFileTypes: true }).filter((entry) => entry.isDirectory()))
    await addBundle(contents, name, `cmd/${name}/main.ts`)
  await addBundle(contents, 'library', 'src/index.ts')
  for (const path of globSync('docs/*.schema.json', { cwd: root })) contents.set(basename(path), await readFile(join(root, path), 'utf8'))
  return contents
}

const began = new Date()
const dist = join(root, 'dist')
const withTypes = !process.argv.includes('--without-types')
const madeFrom = await digestOfSources()
const present = await readFolder(dist, madeFrom)
const hasTypes = present?.has('types/src/index.d.ts') === true
if (present !== undefined && (hasTypes || !withTypes)) await keepFolder(dist, began)
else {
  const contents = present ?? (await bundleAll())
  if (withTypes) await addTypes(contents)
  await replaceFolder(dist, contents, madeFrom, began)
}
await chmod(join(root, 'bin/testimony.js'), 0o755)
