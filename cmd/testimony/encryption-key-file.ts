import { randomBytes } from 'node:crypto'
import { link, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const encryptionKeyFileOf = (dataFolder: string): string => join(dataFolder, 'encryption-key')

/**
 * The file with this machine's own key for sealed credentials, made at the first start. It appears whole: whichever of
 * two commands is first has made it, and the other one uses it.
 */
export const ensureEncryptionKeyFile = async (dataFolder: string): Promise<string> => {
  const file = encryptionKeyFileOf(dataFolder)
  const present = await stat(file).catch(() => null)
  if (present !== null) return file
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const unfinished = `${file}.unfinished-${process.pid}`
  try {
    await writeFile(unfinished, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
    await link(unfinished, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(unfinished, { force: true })
  }
  return file
}
