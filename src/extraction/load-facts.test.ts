import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Snapshot, TreeEntry } from '../source/snapshot.ts'
import type { ExtractionProgress } from './extraction.ts'
import { type FactsCache, factsKeyOf } from './facts-cache.ts'
import { createFactsLoader, type FactsLoader, type FileToLoad } from './load-facts.ts'
import type { FileToParse } from './parser.ts'
import type { ParserPool } from './parser-pool.ts'

const encoder = new TextEncoder()

/** A snapshot of files given as texts; the same text has the same blob id. */
const snapshotOf = (texts: Record<string, string>): Snapshot => ({
  identity: {},
  diagnostics: [],
  entries: () => Promise.resolve(entriesOf(texts)),
  async *read(entries: readonly TreeEntry[]) {
    for (const entry of entries) {
      const text = texts[entry.path]
      if (text?.startsWith('slow')) await delay(50)
      if (text !== undefined) yield { entry, bytes: encoder.encode(text) }
    }
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
})

const entriesOf = (texts: Record<string, string>): TreeEntry[] =>
  Object.entries(texts).map(([path, text]) => ({ path, blob: `blob of ${text}` }))

interface Setup {
  loader: FactsLoader
  files: FileToLoad[]
  /** The texts that were parsed, in order. */
  parsed: string[]
}

/** The parser of these tests gives a text's own bytes as its facts; it fails on those that say so, and ends at others. */
const setUp = (texts: Record<string, string>, cache?: FactsCache, onProgress?: (progress: ExtractionProgress) => void): Setup => {
  const parsed: string[] = []
  const parsers: ParserPool = {
    size: 1,
    warmUp: () => {},
    parse: async (files: readonly FileToParse[]) =>
      await Promise.resolve(
        files.map(({ bytes }) => {
          const text = new TextDecoder().decode(bytes)
          if (text.startsWith('end')) throw new Error('the parser was ended')
          parsed.push(text)
          return text.startsWith('deep')
            ? { error: 'too deep', code: 'too-deep' as const }
            : text.startsWith('bad')
              ? { error: 'bad' }
              : { facts: bytes }
        }),
      ),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const loader = createFactsLoader(snapshotOf(texts), {
    parsers,
    signal: new AbortController().signal,
    ...(cache && { cache }),
    ...(onProgress && { onProgress }),
  })
  return { loader, files: entriesOf(texts).map((entry) => ({ entry, language: 'typescript' })), parsed }
}

const createMemory = (): FactsCache & { kept: Map<string, Uint8Array> } => {
  const kept = new Map<string, Uint8Array>()
  return {
    kept,
    load: (keys) =>
      Promise.resolve(
        new Map(
          keys.flatMap((key) => {
            const bytes = kept.get(factsKeyOf(key))
            return bytes ? [[factsKeyOf(key), bytes] as const] : []
          }),
        ),
      ),
    save: (facts) => {
      for (const { key, bytes } of facts) kept.set(factsKeyOf(key), bytes)
      return Promise.resolve()
    },
  }
}

describe('loading facts', () => {
  it('parses a content once, however many files have it, and calls back for each', async () => {
    const { loader, files, parsed } = setUp({ 'a.ts': 'same', 'b.ts': 'same', 'c.ts': 'other' })
    const loaded: string[] = []
    await loader.load(files, { onLoaded: ({ entry }) => loaded.push(entry.path) })
    assert.deepEqual([parsed, loaded.toSorted(), loader.parsed], [['same', 'other'], ['a.ts', 'b.ts', 'c.ts'], 2])
  })

  it('fails with what ended a parser, also where that comes while more is being read', async () => {
    const { loader, files } = setUp({ 'a.ts': `end ${'x'.repeat(300_000)}`, 'b.ts': 'slow', 'c.ts': 'slow, too' })
    await assert.rejects(loader.load(files), /the parser was ended/)
  })

  it('tells of each file whose content can not be parsed, by what went wrong', async () => {
    const { loader, files } = setUp({ 'a.ts': 'bad', 'b.ts': 'bad', 'c.ts': 'deep', 'd.ts': 'good' })
    await loader.load(files)
    assert.deepEqual(
      loader.diagnostics.map(({ path, code, message }) => [path, code, message]),
      [
        ['a.ts', 'parse-failed', 'bad'],
        ['b.ts', 'parse-failed', 'bad'],
        ['c.ts', 'too-deep', 'too deep'],
      ],
    )
    assert.ok(files.every(({ entry }) => loader.isSettled(entry.path)))
  })

  it('tells of a file that is asked for later, and does not try its content again', async () => {
    const { loader, files, parsed } = setUp({ 'a.ts': 'bad', 'b.ts': 'bad' })
    const loaded: string[] = []
    for (const file of files) await loader.load([file], { onLoaded: ({ entry }) => loaded.push(entry.path) })
    assert.deepEqual([parsed, loaded, loader.diagnostics.map(({ path }) => path)], [['bad'], ['a.ts', 'b.ts'], ['a.ts', 'b.ts']])
  })

  it('parses what it guesses at, and takes what stands beside it only from the cache', async () => {
    const cache = createMemory()
    const earlier = setUp({ 'kept.ts': 'kept' }, cache)
    await earlier.loader.load(earlier.files)
    const { loader, files, parsed } = setUp({ 'changed.ts': 'changed', 'kept.ts': 'kept', 'new.ts': 'new' }, cache)
    await loader.guess(files.slice(0, 1), files.slice(1))
    const isThere = ({ entry, language }: FileToLoad): boolean => loader.facts.has(factsKeyOf({ blob: entry.blob, language }))
    assert.deepEqual([parsed, files.map(isThere)], [['changed'], [true, true, false]])
  })

  it('calls back for a file that can not be read', async () => {
    const { loader } = setUp({ 'a.ts': 'good' })
    const loaded: string[] = []
    await loader.load([{ entry: { path: 'gone.ts', blob: 'gone' }, language: 'typescript' }], {
      onLoaded: ({ entry }) => loaded.push(entry.path),
    })
    assert.deepEqual([loaded, loader.isSettled('gone.ts'), loader.diagnostics], [['gone.ts'], true, []])
  })

  it('takes from the cache what is there, and keeps there what was not', async () => {
    const cache = createMemory()
    const texts = { 'a.ts': 'one', 'b.ts': 'two' }
    const first = setUp(texts, cache)
    await first.loader.load(first.files)
    const second = setUp({ ...texts, 'c.ts': 'three' }, cache)
    await second.loader.load(second.files)
    assert.deepEqual([first.parsed, second.parsed, second.loader.reused, cache.kept.size], [['one', 'two'], ['three'], 2, 3])
  })

  it('of configuration that was read is not counted, and not done again', async () => {
    const { loader, files, parsed } = setUp({ 'a.ts': 'one', 'b.ts': 'bad' })
    await loader.add(files.map((file) => ({ ...file, bytes: encoder.encode(file.entry.path === 'a.ts' ? 'one' : 'bad') })))
    assert.deepEqual([loader.parsed, parsed.splice(0)], [0, ['one', 'bad']])
    await loader.load(files)
    assert.deepEqual([loader.parsed, parsed, loader.diagnostics.map(({ path }) => path)], [0, [], ['b.ts']])
  })

  it('is told as one, whatever is asked for meanwhile', async () => {
    const told: string[] = []
    const texts = { 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c', 'd.ts': 'd' }
    const { loader, files } = setUp(texts, undefined, ({ done, total }) => told.push(`${done} of ${total}`))
    await loader.load(files.slice(0, 3))
    await loader.load(files.slice(3), { urgent: true })
    assert.deepEqual([...new Set(told)], ['3 of 3', '4 of 4'])
  })
})
