/**
 * Builds what the package ships: `dist` mirrors the checkout file by file, `.ts` become `.js`, so that a path relative to a
 * module means the same file in both (docs/adr/0006-bundled-node-and-package.md).
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { referModulesToBuild } from './refer-modules-to-build.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const TESTS_AND_FIXTURES = ['**/*.test.ts', '**/testing/**', '**/fixtures/**']

/** What the program reads at run time that is no module: anything beside the sources that is no source and no document. */
const copyData = async (): Promise<void> => {
  const data = globSync(['{cmd,migrations,src}/**/*.*', 'docs/*.schema.json', 'package.json'], {
    cwd: root,
    exclude: [...TESTS_AND_FIXTURES, '**/*.ts', '**/*.md', 'cmd/launch.js'],
  })
  for (const path of data) {
    await mkdir(dirname(join(dist, path)), { recursive: true })
    await copyFile(join(root, path), join(dist, path))
  }
}

const compile = (): void => {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Error('The sources have type errors; nothing was built.')
}

await rm(dist, { recursive: true, force: true })
compile()
await copyData()
for (const path of globSync('**/*.js', { cwd: dist })) {
  const file = join(dist, path)
  await writeFile(file, referModulesToBuild(path, await readFile(file, 'utf8')))
}
await chmod(join(root, 'bin/testimony.js'), 0o755)
