import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FactsLoader } from './load-facts.ts'
import { createFileTree } from './link/file-tree.ts'
import type { Linker } from './link/create-linker.ts'
import { linkCandidates } from './link-candidates.ts'

/** Each file's imports; which of them it asks for to be linked is told apart. */
interface Repository {
  imports: Readonly<Record<string, readonly string[]>>
  asksFor: Readonly<Record<string, readonly string[]>>
}

/** Which files were linked, in order; a file that lacks something is linked again. */
const linkedOf = async ({ imports, asksFor }: Repository, candidates: readonly string[]): Promise<string[]> => {
  const settled = new Set<string>()
  const linked: string[] = []
  const tree = createFileTree(Object.keys(imports).map((path) => ({ path, blob: `blob of ${path}` })))
  const loader: Pick<FactsLoader, 'load' | 'isSettled'> = {
    load: async (files, { onLoaded } = {}) => {
      await Promise.resolve()
      for (const file of files) {
        settled.add(file.entry.path)
        onLoaded?.(file)
      }
    },
    isSettled: (path) => settled.has(path),
  }
  const linker: Linker = {
    importsOf: ({ path }) => imports[path] ?? [],
    link: ({ entry: { path } }) => {
      linked.push(path)
      const wanted = new Set((asksFor[path] ?? []).filter((asked) => !settled.has(asked)))
      return { inventory: null, digest: () => null, diagnostics: [], wanted, dependencies: () => [] }
    },
    stillHolds: () => false,
    forgetMissing: () => {},
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
})
