import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'

import { git, makeBlob, makeRepository, temporaryFolder } from './testing/git-fixture.ts'
import { open, textsOf } from './testing/read-snapshot.ts'

const fileOf = (repository: string, id: string): string => join(repository, '.git', 'objects', id.slice(0, 2), id.slice(2))

/** Puts this file in the place of a loose object. */
const replace = async (repository: string, id: string, bytes: Uint8Array): Promise<void> => {
  await rm(fileOf(repository, id), { force: true })
  await writeFile(fileOf(repository, id), bytes)
}

/** Puts one object's file in the place of another's, under whose id git then gives it. */
const swap = async (repository: string, id: string, other: string): Promise<void> =>
  replace(repository, id, await readFile(fileOf(repository, other)))

const idOf = (repository: string, name: string): Promise<string> => git(repository, 'rev-parse', name)

const faultsOf = async (path: string): Promise<{ texts: Record<string, string>; faults: [string, string][] }> => {
  await using snapshot = await open(path)
  const texts = await textsOf(snapshot)
  return { texts, faults: snapshot.diagnostics.map((diagnostic) => [diagnostic.path ?? '', diagnostic.code]) }
}

test('another content in the place of a file’s is damage, and nothing of it is read', async () => {
  await using folder = await temporaryFolder()
  const honest = 'it("honest", () => {})\n'
  const whole = `${honest}it("more", () => {})\n`
  const forgeries: Record<string, Buffer | null> = {
    'another object': null,
    'a header that claims less than what follows': deflateSync(Buffer.from(`blob ${honest.length}\0${whole}`)),
    'a header that claims more than what follows': deflateSync(Buffer.from(`blob 1000\0${whole}`)),
    'a header that claims much more': deflateSync(Buffer.from(`blob 4000000\0${whole}`)),
    'a small header before a bomb': deflateSync(Buffer.concat([Buffer.from('blob 100\0'), Buffer.alloc(50_000_000, 'x')])),
    'a content of another type': deflateSync(Buffer.from(`tree ${whole.length}\0${whole}`)),
  }
  for (const [name, forged] of Object.entries(forgeries)) {
    const path = join(folder.path, name)
    await makeRepository(path, { 'a.test.ts': whole, 'b.test.ts': 'b', 'c.test.ts': 'c' })
    const id = await idOf(path, 'HEAD:a.test.ts')
    if (forged === null) await swap(path, id, await makeBlob(path, 'it("forged", () => {})\n'))
    else await replace(path, id, forged)
    const { texts, faults } = await faultsOf(join(path, '.git'))
    assert.deepEqual(texts, { 'b.test.ts': 'b', 'c.test.ts': 'c' }, name)
    assert.deepEqual(faults, [['a.test.ts', 'corrupt-object']], name)
  }
})

test('a true content with more after it takes nothing of the others away, and feigns none of them', async () => {
  await using folder = await temporaryFolder()
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, number) => [`f${number}.test.ts`, `content of ${number}`]))
  await makeRepository(folder.path, files)
  const target = await idOf(folder.path, 'HEAD:f2.test.ts')
  const forged = 'it("forged", () => {})'
  for (const after of ['x', '\n', `\n${target} blob ${forged.length}\n${forged}\n`, `\n${'1'.repeat(40)} missing\n`]) {
    const [first = '', content = ''] = Object.entries(files)[1] ?? []
    await replace(
      folder.path,
      await idOf(folder.path, `HEAD:${first}`),
      deflateSync(Buffer.from(`blob ${content.length}\0${content}${after}`)),
    )
    const { texts, faults } = await faultsOf(join(folder.path, '.git'))
    for (const [path, text] of Object.entries(texts)) assert.equal(text, files[path], path)
    assert.deepEqual(
      faults.filter(([path]) => path !== first),
      [],
      JSON.stringify(after),
    )
    assert.ok(Object.keys(texts).length >= 39, JSON.stringify(after))
  }
})

test('two objects in each other’s places are both damage, in a work tree with changes too', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a', 'b.test.ts': 'b' })
  const [a, b] = await Promise.all([idOf(folder.path, 'HEAD:a.test.ts'), idOf(folder.path, 'HEAD:b.test.ts')])
  const bytes = await readFile(fileOf(folder.path, a))
  await swap(folder.path, a, b)
  await replace(folder.path, b, bytes)
  await writeFile(join(folder.path, 'new.test.ts'), 'new')
  const { texts, faults } = await faultsOf(folder.path)
  assert.deepEqual(texts, { 'new.test.ts': 'new' })
  assert.deepEqual(
    new Map(faults),
    new Map([
      ['a.test.ts', 'corrupt-object'],
      ['b.test.ts', 'corrupt-object'],
    ]),
  )
})

test('a pack whose index names its objects falsely gives none of them', async () => {
  await using folder = await temporaryFolder()
  await makeRepository(folder.path, { 'a.test.ts': 'a', 'b.test.ts': 'b' })
  const ids = await Promise.all([idOf(folder.path, 'HEAD:a.test.ts'), idOf(folder.path, 'HEAD:b.test.ts')])
  await git(folder.path, 'repack', '-adq')
  const packs = join(folder.path, '.git', 'objects', 'pack')
  const name = (await readdir(packs)).find((file) => file.endsWith('.idx')) ?? ''
  const index = await readFile(join(packs, name))
  // gitformat-pack(5): after 8 bytes and 256 counts come the ids, then a checksum and then a place in the pack of each.
  const count = index.readUInt32BE(8 + 255 * 4)
  const names = 8 + 256 * 4
  const places = names + count * 24
  const placeOf = (id: string): number => {
    const at = Array.from({ length: count }, (_, number) => index.toString('hex', names + number * 20, names + number * 20 + 20)).indexOf(
      id,
    )
    assert.notEqual(at, -1)
    return places + at * 4
  }
  const [first, second] = ids.map(placeOf)
  assert.ok(first !== undefined && second !== undefined)
  const place = index.readUInt32BE(first)
  index.writeUInt32BE(index.readUInt32BE(second), first)
  index.writeUInt32BE(place, second)
  createHash('sha1')
    .update(index.subarray(0, -20))
    .digest()
    .copy(index, index.length - 20)
  await chmod(join(packs, name), 0o644)
  await writeFile(join(packs, name), index)
  for (const file of await readdir(packs)) if (file.endsWith('.rev')) await rm(join(packs, file), { force: true })
  assert.equal(await git(folder.path, 'cat-file', 'blob', 'HEAD:a.test.ts'), 'b', 'git itself is deceived')
  const { texts, faults } = await faultsOf(join(folder.path, '.git'))
  assert.deepEqual(texts, {})
  assert.deepEqual(
    faults.map(([, code]) => code),
    ['corrupt-object', 'corrupt-object'],
  )
})
