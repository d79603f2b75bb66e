// What npm's scripts start sources by: `node scripts/start.js <source> …`. Plain JavaScript, so that any Node can say what is
// missing; it would stop at a source with an error that says nothing of that.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = 24

/** @returns {string | null} */
const findFault = () => {
  if (!existsSync(fileURLToPath(new URL('../node_modules', import.meta.url)))) return 'the packages are not installed: run `npm ci` first'
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) return null
  return `needs Node ${NEEDED} or newer and runs on ${process.version}: run \`npm ci\` without --omit=optional, which brings one, or install it`
}

const fault = findFault()
if (fault === null) {
  process.argv.splice(1, 1)
  const source = (process.argv[1] = resolve(process.argv[1] ?? ''))
  await import(pathToFileURL(source).href)
} else {
  process.stderr.write(`testimony: ${fault}\n`)
  process.exitCode = 2
}
