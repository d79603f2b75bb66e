/**
 * Builds what is shipped (docs/adr/0015-a-bundle-for-each-process.md): for each process a folder `dist/<process>` that runs by
 * itself with Node and the native packages in its package.json; `dist/library` with `dist/types`; and the JSON Schemas.
 * `--without-types` leaves the types out, which take longer than all the rest.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readdirSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { bundleFolder } from './bundle-folder.ts'
import { root } from './bundle-process.ts'
import { replaceFolder, type FolderContents } from './replace-folder.ts'

const addBundle = async (contents: FolderContents, name: string, entry: string): Promise<void> => {
  for (const [path, text] of await bundleFolder(name, entry)) contents.set(`${name}/${path}`, text)
}

/** For the package's users; what is built runs without them. */
const addTypes = async (contents: FolderContents): Promise<void> => {
  const folder = await mkdtemp(join(root, 'node_modules/.types-'))
  try {
    const compiler = ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json', '--outDir', folder]
    const { status } = spawnSync(process.execPath, compiler, { cwd: root, stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error('The sources have type errors; nothing was built.')
    for (const path of globSync('**/*.d.ts', { cwd: folder })) contents.set(`types/${path}`, await readFile(join(folder, path), 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const began = new Date()
const contents: FolderContents = new Map()
for (const { name } of readdirSync(join(root, 'cmd'), { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  await addBundle(contents, name, `cmd/${name}/main.ts`)
await addBundle(contents, 'library', 'src/index.ts')
for (const path of globSync('docs/*.schema.json', { cwd: root })) contents.set(basename(path), await readFile(join(root, path), 'utf8'))
if (!process.argv.includes('--without-types')) await addTypes(contents)
await replaceFolder(join(root, 'dist'), contents, began)
await chmod(join(root, 'bin/testimony.js'), 0o755)
