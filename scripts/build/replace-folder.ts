import { globSync } from 'node:fs'
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Texts by the path of their file, `/` between parts. */
export type FolderContents = Map<string, string>

/** Says that the folder is whole, and by its time which sources it was made from: none that is younger. */
const MARK = '.built'

const writeWhole = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.${process.pid}`, text)
  await rename(`${path}.${process.pid}`, path)
}

/**
 * Gives a folder these contents and no others. File by file: a program that runs from it finds the parts that it has yet to
 * load, unless they have changed.
 *
 * @param madeAt when the reading of what they were made from began
 */
export const replaceFolder = async (folder: string, contents: FolderContents, madeAt: Date): Promise<void> => {
  const mark = join(folder, MARK)
  await rm(mark, { force: true })
  for (const [path, text] of contents) {
    const file = join(folder, path)
    const present = await readFile(file, 'utf8').catch(() => undefined)
    if (present !== text) await writeWhole(file, text)
  }
  const files = globSync('**', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const entry of files) {
    const file = join(entry.parentPath, entry.name)
    if (!contents.has(file.slice(folder.length + 1).replaceAll('\\', '/'))) await rm(file, { force: true })
  }
  await writeFile(mark, '')
  await utimes(mark, madeAt, madeAt)
}
