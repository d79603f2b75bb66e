/** A truth: what a real runner lists for a repository at one commit. */
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as z from 'zod'

/** The folders of truths, with the name that an inventory gives the framework. */
export const INVENTORY_NAMES = {
  vitest: 'vitest',
  jest: 'jest',
  mocha: 'mocha',
  'node-test': 'node:test',
  playwright: 'playwright',
  cypress: 'cypress',
  pytest: 'pytest',
  unittest: 'unittest',
  go: 'go-testing',
} as const

export type TruthFramework = keyof typeof INVENTORY_NAMES
// The keys of a literal are known, which `Object.keys` can't say.
export const FRAMEWORKS = Object.keys(INVENTORY_NAMES) as TruthFramework[]

const listedTest = z.object({
  path: z.string(),
  suites: z.array(z.string()),
  name: z.string(),
  status: z.string().optional(),
  deselected: z.literal(true).optional(),
})

const truth = z.object({
  repository: z.string(),
  commit: z.string(),
  framework: z.enum(FRAMEWORKS),
  command: z.string(),
  runnerVersion: z.string(),
  gitDirectory: z.string(),
  /** Where the runner looked: a file elsewhere is none of its business. Absent: everywhere. */
  scope: z.array(z.string()).optional(),
  /** Files that the runner could not load: nothing is known of what they hold. */
  failed: z.array(z.string()),
  tests: z.array(listedTest),
})

export type Truth = z.infer<typeof truth> & { name: string }
export type TrueTest = z.infer<typeof listedTest>

/** All truths of a folder, which has one folder a framework with one file a repository. */
export const readTruths = async (
  folder: string,
  wanted: { framework?: string | undefined; name?: string | undefined },
): Promise<Truth[]> => {
  const files = globSync(`${wanted.framework ?? `{${FRAMEWORKS.join()}}`}/${wanted.name ?? '*'}.json`, { cwd: folder }).toSorted()
  return Promise.all(
    files.map(async (file) => {
      const parsed = truth.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')))
      if (!parsed.success) throw new Error(`${join(folder, file)} is no truth: ${z.prettifyError(parsed.error)}`)
      return { ...parsed.data, name: basename(file, '.json') }
    }),
  )
}
