import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Texts by the path of their file, `/` between parts. */
export type FolderContents = Map<string, string>

/** Says that the folder is whole, by its time which sources it was made from, none that is younger, and by its text which and into what. */
const MARK = '.built'

const writeWhole = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.${process.pid}`, text)
  await rename(`${path}.${process.pid}`, path)
}

const pathsIn = (folder: string): string[] =>
  globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )

/** The same for the same texts at the same paths. */
export const digestOf = (contents: FolderContents): string => {
  const hash = createHash('sha256')
  for (const path of [...contents.keys()].sort()) {
    const text = contents.get(path) ?? ''
    hash.update(`${path}\0${text.length}\0`).update(text)
  }
  return hash.digest('hex')
}

const markOf = (madeFrom: string, contents: FolderContents): string => `${madeFrom} ${digestOf(contents)}\n`

/** What a folder was given, where that was made from the same and nobody has changed it since. */
export const readFolder = async (folder: string, madeFrom: string): Promise<FolderContents | undefined> => {
  const mark = await readFile(join(folder, MARK), 'utf8').catch(() => '')
  if (!mark.startsWith(`${madeFrom} `)) return undefined
  const contents: FolderContents = new Map()
  for (const path of pathsIn(folder)) if (path !== MARK) contents.set(path, await readFile(join(folder, path), 'utf8'))
  return mark === markOf(madeFrom, contents) ? contents : undefined
}

/** Says that a folder is right as it is: what it was made from is still the same. */
export const keepFolder = (folder: string, madeAt: Date): Promise<void> => utimes(join(folder, MARK), madeAt, madeAt)

/**
 * Gives a folder these contents and no others. File by file: a program that runs from it finds the parts that it has yet to
 * load, unless they have changed.
 *
 * @param madeFrom the digest of what they were made from
 * @param madeAt when the reading of that began
 */
export const replaceFolder = async (folder: string, contents: FolderContents, madeFrom: string, madeAt: Date): Promise<void> => {
  const mark = join(folder, MARK)
  await rm(mark, { force: true })
  for (const [path, text] of contents) {
    const file = join(folder, path)
    const present = await readFile(file, 'utf8').catch(() => undefined)
    if (present !== text) await writeWhole(file, text)
  }
  for (const path of pathsIn(folder)) if (!contents.has(path)) await rm(join(folder, path), { force: true })
  await writeFile(mark, markOf(madeFrom, contents))
  await utimes(mark, madeAt, madeAt)
}
