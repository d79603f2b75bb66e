/** The licences of packages that are in a bundle: most ask that their notice stays with copies of them. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import * as z from 'zod'

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() })

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i

const noticeOf = async (folder: string): Promise<string> => {
  const { name, version, license } = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  if (texts.length === 0 && license === undefined) throw new Error(`${name} says nowhere under which licence it is`)
  return [`${name} ${version}${license === undefined ? '' : ` (${license})`}`, ...texts.map((text) => text.trim())].join('\n\n')
}

/** @param folders of the packages, by name */
export const licencesOf = async (folders: ReadonlyMap<string, string>): Promise<string> => {
  const names = [...folders.keys()].sort()
  const notices = await Promise.all(names.map((name) => noticeOf(folders.get(name) ?? name)))
  return `${notices.join(`\n\n${'─'.repeat(80)}\n\n`)}\n`
}
