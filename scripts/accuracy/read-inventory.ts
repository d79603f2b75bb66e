/** An inventory as the command line prints it, flattened to what a runner would list. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod'

const cases = z.union([
  z.null(),
  z.object({ kind: z.literal('listed'), names: z.array(z.string()) }),
  z.object({ kind: z.literal('dynamic') }),
])
const test = z.object({ name: z.string(), line: z.number(), status: z.string(), modifiers: z.array(z.string()), cases })

interface SuiteJson {
  name: string
  suites: SuiteJson[]
  tests: z.infer<typeof test>[]
}

const suite: z.ZodType<SuiteJson> = z.lazy(() => z.object({ name: z.string(), suites: z.array(suite), tests: z.array(test) }))
const file = z.object({ path: z.string(), framework: z.string(), suites: z.array(suite), tests: z.array(test) })
const inventory = z.object({
  files: z.array(file),
  diagnostics: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
})

export type InventoryJson = z.infer<typeof inventory>

/** A test, or one case of a test, as a runner would list it. */
export interface FlatTest {
  path: string
  framework: string
  suites: string[]
  name: string
  line: number
  status: string
  /** It stands for any number of tests whose names fit. */
  dynamic: boolean
  /** Whether it is declared, or runs, hangs on a condition that the text doesn't decide. */
  conditional: boolean
}

const flattenGroup = (
  group: Pick<SuiteJson, 'suites' | 'tests'>,
  suites: string[],
  about: { path: string; framework: string },
): FlatTest[] => [
  ...group.tests.flatMap(({ name, line, status, modifiers, cases: known }) => {
    const names = known?.kind === 'listed' ? known.names : [name]
    const conditional = modifiers.includes('conditional')
    return names.map((each) => ({ ...about, suites, name: each, line, status, dynamic: known?.kind === 'dynamic', conditional }))
  }),
  ...group.suites.flatMap((inner) => flattenGroup(inner, [...suites, inner.name], about)),
]

export const flattenInventory = ({ files }: InventoryJson): FlatTest[] =>
  files.flatMap(({ path, framework, suites, tests }) => flattenGroup({ suites, tests }, [], { path, framework }))

const MAIN = join(import.meta.dirname, '../../cmd/testimony/main.ts')

/** Scans a commit of a git directory with this checkout. Exit code 3 says that some files could not be read or parsed. */
export const scanInventory = async (gitDirectory: string, commit: string, signal: AbortSignal): Promise<InventoryJson> => {
  const parameters = [MAIN, 'scan', '--format', 'json', '--ref', commit, gitDirectory]
  const printed = await promisify(execFile)(process.execPath, parameters, { maxBuffer: 1 << 30, signal }).catch(
    (fault: Error & { code?: unknown; stdout?: string; stderr?: string }) => {
      if (fault.code === 3) return { stdout: fault.stdout ?? '' }
      throw new Error(`scan of ${gitDirectory} failed: ${fault.stderr ?? ''}`, { cause: fault })
    },
  )
  return inventory.parse(JSON.parse(printed.stdout))
}
