// Runs after `npm ci` in a checkout, so that its commands start from bundles. Only a help: where it can't be done, for want of a
// new enough Node for instance, they start from the sources, and say themselves what they lack.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const NEEDED = 24

// For a package the build before it was made, with types.
const packing = process.env.npm_command === 'pack' || process.env.npm_command === 'publish'

if (!packing && Number.parseInt(process.versions.node, 10) >= NEEDED) {
  const build = fileURLToPath(new URL('./build.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, [build, '--without-types'], { stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) process.stderr.write('The bundles could not be built; commands start from the sources. `npm run build` says why.\n')
}
