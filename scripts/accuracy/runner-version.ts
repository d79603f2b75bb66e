/** Which runner was asked, as the table of docs/accuracy.md names it: `mocha 11.8.0`. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'
import { python } from './runners.ts'
import type { TruthFramework } from './truth.ts'

/** The frameworks whose runner is a package of the project that it was asked in. */
const PACKAGES: Partial<Record<TruthFramework, string>> = {
  vitest: 'vitest',
  jest: 'jest',
  mocha: 'mocha',
  playwright: '@playwright/test',
}

const packageJson = z.object({ version: z.string() })

const versionOfPackage = async (name: string, folder: string): Promise<string> => {
  const path = createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`)
  return packageJson.parse(JSON.parse(await readFile(path, 'utf8'))).version
}

const firstLine = async (folder: string, program: string, ...parameters: string[]): Promise<string> => {
  // pytest of old wrote its version to the error output.
  const { stdout, stderr } = await promisify(execFile)(program, parameters, { cwd: folder })
  return (stdout || stderr).split('\n')[0]?.trim() ?? ''
}

/**
 * The version of the runner that a project's tests are listed with.
 * @param folder where the runner is started
 * @throws Error where the runner isn't there
 */
export const findRunnerVersion = async (framework: TruthFramework, folder: string): Promise<string> => {
  const name = PACKAGES[framework]
  if (name) return `${framework} ${await versionOfPackage(name, folder)}`
  if (framework === 'node-test') return `node ${process.versions.node}`
  // Its spec files are evaluated under Mocha, never by Cypress itself.
  if (framework === 'cypress') return `mocha ${await versionOfPackage('mocha', folder)} harness`
  if (framework === 'go') return (await firstLine(folder, 'go', 'version')).replace(/^go version go(\S+).*$/, 'go $1')
  if (framework === 'pytest') return firstLine(folder, python(), '-m', 'pytest', '--version')
  return (await firstLine(folder, python(), '--version')).toLowerCase()
}
