import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { LocalRepository } from './local-repository.ts'
import { openObjectView, type ObjectView } from './object-view.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'

const FAN_OUT = /^[0-9a-f]{2}$/
const MAX_HEAD_BYTES = 1024
/** Without such a HEAD git takes a folder for no repository, whatever else is in it. */
const HEAD = /^ref:\s*refs\/|^[0-9a-fA-F]{40}/

/** What stands in a place of git's and is neither file nor folder there, or the other of the two. */
const refuse = (path: string, found: { isSymbolicLink(): boolean }): never => {
  throw new SourceError(
    'reaches-outside',
    found.isSymbolicLink()
      ? `${printable(path)} is a link out of the repository's own folder and is not followed: clone the repository, and give the clone`
      : `${printable(path)} is not what git puts there and is not opened: clone the repository, and give the clone`,
  )
}

/**
 * The folder of objects, where each folder of objects in it is a real one with nothing linked in it. `alternates` in its
 * `info` would have git read another repository's objects: where there is one, or a name that a file system might take for
 * another, all but `info` is linked, folder by folder. (Who changes the repository meanwhile may change what is read.)
 */
const objectLinks = async (objects: string): Promise<Map<string, string>> => {
  const links = new Map<string, string>()
  const entries = await readdir(objects, { withFileTypes: true })
  await Promise.all(
    entries.map(async (entry) => {
      if (entry.name !== 'pack' && !FAN_OUT.test(entry.name)) return
      const path = join(objects, entry.name)
      if (!entry.isDirectory()) return refuse(path, entry)
      const inside = await readdir(path, { withFileTypes: true })
      const linked = inside.find((file) => !file.isFile() && !file.isDirectory())
      if (linked !== undefined) return refuse(join(path, linked.name), linked)
      links.set(join('objects', entry.name), path)
    }),
  )
  const info = await lstat(join(objects, 'info')).catch(() => null)
  const alternates = await lstat(join(objects, 'info', 'alternates')).catch(() => null)
  const areNamedPlainly = entries.every(({ name }) => name === name.toLowerCase())
  const isPlain = areNamedPlainly && alternates === null && (info === null || info.isDirectory())
  return isPlain ? new Map([['objects', objects]]) : links
}

const regularOrAbsent = async (path: string, wanted: 'file' | 'directory'): Promise<boolean> => {
  const stats = await lstat(path).catch(() => null)
  if (stats === null) return false
  return wanted === 'file' ? stats.isFile() || refuse(path, stats) : stats.isDirectory() || refuse(path, stats)
}

const readHead = async (path: string): Promise<string> => {
  const stats = await lstat(path)
  if (!stats.isFile() || stats.size > MAX_HEAD_BYTES) refuse(path, stats)
  const head = await readFile(path, 'utf8')
  if (HEAD.test(head)) return head
  throw new SourceError(
    'corrupt-repository',
    `${printable(path)} names neither a branch nor a commit: write the branch into it that it was on, as ref: refs/heads/main`,
  )
}

/** What else git needs to find a commit, and to tell ignored files. */
const OTHER_PLACES = [
  ['refs', 'directory'],
  ['packed-refs', 'file'],
  ['reftable', 'directory'],
  ['shallow', 'file'],
  ['info/exclude', 'file'],
] as const

/** A view of a local repository's objects and references; its configuration stays unread (see object-view.ts). */
export const openLocalView = async (repository: LocalRepository): Promise<ObjectView> => {
  const { gitDirectory, commonDirectory } = repository
  const objects = join(commonDirectory, 'objects')
  if (!(await regularOrAbsent(objects, 'directory'))) {
    throw new SourceError('corrupt-repository', `${printable(objects)} is not there: clone the repository anew`)
  }
  const links = await objectLinks(objects)
  for (const [place, wanted] of OTHER_PLACES) {
    const path = join(commonDirectory, place)
    if (await regularOrAbsent(path, wanted)) links.set(place, path)
  }
  // A split index names the file that holds the rest of it, beside the index.
  for (const name of await readdir(gitDirectory)) {
    if (/^sharedindex\.[0-9a-f]+$/.test(name) && (await regularOrAbsent(join(gitDirectory, name), 'file')))
      links.set(name, join(gitDirectory, name))
  }
  const head = await readHead(join(gitDirectory, 'HEAD'))
  return openObjectView({ objectFormat: repository.objectFormat, refFormat: repository.refFormat, head, links })
}

/** Whether the repository says that it borrows objects of others, which explains missing ones. */
export const borrowsObjects = async (repository: LocalRepository): Promise<boolean> => {
  const stats = await lstat(join(repository.commonDirectory, 'objects', 'info', 'alternates')).catch(() => null)
  return stats !== null && stats.size > 0
}
