// The package's entry. An older Node stops at the first new syntax with an error that says nothing, so it is asked first;
// `require` and not `await import`, so that CommonJS can require this in turn.
import { createRequire } from 'node:module'

const NEEDED = 24

if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  throw new Error(
    `testimony needs Node ${NEEDED} or newer as a library and runs on ${process.version}; ` +
      'start your program with node_modules/.bin/node, or run the command `testimony scan --format json`, which brings its own Node',
  )
}

const library = /** @type {typeof import('../src/index.ts')} */ (createRequire(import.meta.url)('../dist/library/index.js'))

export const { scan, SourceError, STATUSES } = library
