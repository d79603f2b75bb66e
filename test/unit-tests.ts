/** Every pure unit test in this one process: starting a process for each file would cost more than running its tests. */
import { glob } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
const files = await Array.fromAsync(
  // A path: the first releases of Node 24 take no URL.
  glob('{bin,cmd,scripts,src}/**/*.test.ts', { cwd: fileURLToPath(root), exclude: ['**/fixtures/**', '**/*.integration.test.ts'] }),
)

for (const file of files.sort()) {
  try {
    await import(new URL(file, root).href)
  } catch (error) {
    test(`${file} loads`, () => {
      throw error
    })
  }
}
