import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FactsLoader } from './load-facts.ts'
import { createFileTree } from './link/file-tree.ts'
import type { Linker } from './link/create-linker.ts'
import { linkCandidates } from './link-candidates.ts'

/** Each file's imports; which of them it asks for to be linked is told apart: of those that aren't there yet, as many at a time. */
interface Repository {
  imports: Readonly<Record<string, readonly string[]>>
  asksFor: Readonly<Record<string, readonly string[]>>
  /** What is foreseen once a file was asked for. */
  foreseen?: Readonly<Record<string, readonly string[]>>
  atATime?: number
  /** What its framework needs for a file. */
  needs?: Readonly<Record<string, readonly string[]>>
  /** Never read, and nothing is told of it. */
  lost?: string
  /** What hangs on a file that another one asked for until modules are made anew. */
  shares?: Readonly<Record<string, string>>
}

/** Which files were linked, in order; a file that lacks something is linked again, and marked where it won't be. */
const linkedOf = async (
  { imports, asksFor, foreseen = {}, needs = {}, lost, atATime = 10, shares = {} }: Repository,
  candidates: readonly string[],
): Promise<string[]> => {
  const settled = new Set<string>()
  const linked: string[] = []
  const stale = new Set<string>()
  const tree = createFileTree(Object.keys(imports).map((path) => ({ path, blob: `blob of ${path}` })))
  const loader: Pick<FactsLoader, 'load' | 'isSettled'> = {
    load: async (files, { onLoaded } = {}) => {
      await Promise.resolve()
      for (const file of files) {
        if (file.entry.path === lost) continue
        settled.add(file.entry.path)
        onLoaded?.(file)
      }
    },
    isSettled: (path) => settled.has(path),
  }
  const linker: Linker = {
    importsOf: ({ path }) => imports[path] ?? [],
    foresee: ({ entry }) => needs[entry.path] ?? [],
    takeForeseen: () => Object.keys(foreseen).flatMap((path) => (settled.has(path) ? (foreseen[path] ?? []) : [])),
    link: ({ entry: { path }, mayBeLinkedAgain }) => {
      linked.push(mayBeLinkedAgain ? path : `${path} for the last time`)
      const wanted = new Set((asksFor[path] ?? []).filter((asked) => !settled.has(asked)).slice(0, atATime))
      for (const asked of wanted) stale.add(asked)
      const hangs = wanted.size > 0 || stale.has(shares[path] ?? '')
      return { inventory: null, digest: () => null, diagnostics: [], wanted, hangs, dependencies: () => [] }
    },
    holds: () => false,
    forgetMissing: () => stale.clear(),
  }
  const files = await linkCandidates(
    candidates.map((path) => ({ entry: { path, blob: `blob of ${path}` }, language: 'typescript', taking: '' })),
    {
      linker,
      configuration: { scopesOf: () => [] },
      loader,
      tree,
      isKept: true,
      signal: new AbortController().signal,
    },
  )
  assert.deepEqual(files.map(({ path }) => path).toSorted(), candidates)
  return linked
}

describe('candidates that import what is not read yet', () => {
  const imports = { 'a.ts': ['shared.ts'], 'b.ts': ['shared.ts'], 'c.ts': ['shared.ts'], 'shared.ts': [] }
  const candidates = ['a.ts', 'b.ts', 'c.ts']

  it('wait for it without being linked where another has asked for it', async () => {
    const asksFor = { 'a.ts': ['shared.ts'], 'b.ts': ['shared.ts'], 'c.ts': ['shared.ts'] }
    assert.deepEqual(await linkedOf({ imports, asksFor }, candidates), ['a.ts', 'a.ts', 'b.ts', 'c.ts'])
  })

  it('are linked at once where nobody asks for it', async () => {
    assert.deepEqual(await linkedOf({ imports, asksFor: {} }, candidates), candidates)
  })

  it('are linked once more where they ask for what others import', async () => {
    const asksFor = { 'a.ts': ['shared.ts'], 'b.ts': ['other.ts'] }
    const more = { ...imports, 'other.ts': [], 'b.ts': [] }
    assert.deepEqual(await linkedOf({ imports: more, asksFor }, candidates), ['a.ts', 'b.ts', 'a.ts', 'b.ts', 'c.ts'])
  })

  it('are linked once they can have what is foreseen as well', async () => {
    const chain = { imports: { 'a.ts': [], 'index.ts': [], 'names.ts': [] }, asksFor: { 'a.ts': ['index.ts', 'names.ts'] }, atATime: 1 }
    assert.deepEqual(await linkedOf(chain, ['a.ts']), ['a.ts', 'a.ts', 'a.ts'])
    assert.deepEqual(await linkedOf({ ...chain, foreseen: { 'index.ts': ['names.ts'] } }, ['a.ts']), ['a.ts', 'a.ts'])
  })

  it('are not linked before what their framework needs for them is there', async () => {
    const surrounded = { imports: { 'a.ts': [], 'b.ts': [], 'setup.ts': [] }, asksFor: { 'a.ts': ['setup.ts'], 'b.ts': ['setup.ts'] } }
    const needs = { 'a.ts': ['setup.ts'], 'b.ts': ['setup.ts'] }
    assert.deepEqual(await linkedOf({ ...surrounded, needs }, ['a.ts', 'b.ts']), ['a.ts', 'b.ts'])
  })

  it('are linked again where something was evaluated for another one too early, and no more of them than it takes to see that', async () => {
    const many = ['b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts']
    const files = { 'a.ts': [], 'shared.ts': [], ...Object.fromEntries(many.map((path) => [path, []])) }
    const shares = Object.fromEntries(many.map((path) => [path, 'shared.ts']))
    const linked = await linkedOf({ imports: files, asksFor: { 'a.ts': ['shared.ts'] }, shares }, ['a.ts', ...many])
    assert.deepEqual(linked, ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'a.ts', ...many])
  })

  it('are linked without what is never read', async () => {
    const lacking = {
      imports: { 'a.ts': ['lost.ts'], 'b.ts': ['lost.ts'], 'lost.ts': [] },
      needs: { 'b.ts': ['lost.ts'] },
      lost: 'lost.ts',
    }
    assert.deepEqual(await linkedOf({ ...lacking, asksFor: { 'a.ts': ['lost.ts'] } }, ['a.ts', 'b.ts']), [
      'a.ts',
      'a.ts for the last time',
      'b.ts for the last time',
    ])
  })

  it('are linked for the last time where there is no end of what they ask for', async () => {
    const asked = Array.from({ length: 30 }, (_, number) => `module-${number}.ts`)
    const more = { 'a.ts': [], ...Object.fromEntries(asked.map((path) => [path, []])) }
    const linked = await linkedOf({ imports: more, asksFor: { 'a.ts': asked }, atATime: 1 }, ['a.ts'])
    assert.deepEqual(linked, [...Array.from({ length: 24 }, () => 'a.ts'), 'a.ts for the last time'])
  })
})
