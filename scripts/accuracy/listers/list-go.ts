/**
 * Go's own list: `go test -list` for what is declared, and a real run (`go test -json`) for subtests, which exist only
 * once they run, as do the seeds of a fuzz test (`FuzzX/seed#0`) and the parts of a benchmark.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ListingRecord } from '../runner-listing.ts'

interface GoPackage {
  Dir: string
  ImportPath: string
  TestGoFiles?: string[]
  XTestGoFiles?: string[]
}

interface GoEvent {
  Action: string
  Package: string
  Test?: string
  Output?: string
}

type Request = { folder: string; arguments: string[]; signal: AbortSignal }

const go = async (parameters: string[], { folder, signal }: Request): Promise<string> => {
  const child = spawn('go', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], signal })
  return text(child.stdout)
}

/** `go list -json` writes objects one after another; each begins and ends at the start of a line. */
const parsePackages = (output: string): GoPackage[] =>
  output
    .split(/^(?=\{)/m)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part) as GoPackage)

const TOP_LEVEL = /^func ((?:Test|Benchmark|Fuzz|Example)[\p{L}\p{N}_]*)\s*\(/gmu

const testFiles = (known: GoPackage): string[] =>
  [...(known.TestGoFiles ?? []), ...(known.XTestGoFiles ?? [])].map((name) => join(known.Dir, name))

const declaredIn = async (known: GoPackage): Promise<Map<string, string>> => {
  const declared = new Map<string, string>()
  for (const file of testFiles(known)) {
    for (const [, name] of (await readFile(file, 'utf8')).matchAll(TOP_LEVEL)) if (name) declared.set(name, file)
  }
  return declared
}

/** A subtest's name may hold `/`: its parent is the longest name before one that ran by itself. */
const partsOf = (name: string, ran: ReadonlySet<string>): string[] => {
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
    const parent = name.slice(0, at)
    if (ran.has(parent)) return [...partsOf(parent, ran), name.slice(at + 1)]
  }
  return [name]
}

const recordsOf = (
  known: GoPackage,
  declared: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
  outcomes: ReadonlyMap<string, string>,
): ListingRecord[] => {
  const paths = [...names].map((name) => ({ name, parts: partsOf(name, names) }))
  const holders = new Set(
    paths.filter(({ parts }) => parts.length > 1).map(({ name, parts }) => name.slice(0, -(parts.at(-1)?.length ?? 0) - 1)),
  )
  return paths
    .filter(({ name }) => !holders.has(name))
    .map(({ name, parts }) => ({
      path: declared.get(parts[0] ?? '') ?? known.Dir,
      suites: parts.slice(0, -1),
      name: parts.at(-1) ?? '',
      status: outcomes.get(name) === 'skip' ? 'skipped' : 'active',
    }))
}

interface PackageTests {
  known: GoPackage
  names: Set<string>
  outcomes: Map<string, string>
}

const eventsOf = (output: string): GoEvent[] =>
  // One event a line; a package that does not build writes other lines too.
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as GoEvent] : []))

const addRun = (output: string, found: ReadonlyMap<string, PackageTests>): void => {
  for (const { Action, Package, Test } of eventsOf(output)) {
    const inPackage = found.get(Package)
    if (!inPackage || !Test) continue
    if (Action === 'run') inPackage.names.add(Test)
    if (Action === 'run' || Action === 'pass' || Action === 'fail' || Action === 'skip') inPackage.outcomes.set(Test, Action)
  }
}

/** What is declared, and the packages that do not build. */
const addList = (output: string, found: ReadonlyMap<string, PackageTests>): ListingRecord[] => {
  const failed: ListingRecord[] = []
  for (const { Action, Package, Output } of eventsOf(output)) {
    const inPackage = found.get(Package)
    const name = Output?.trim()
    if (Action === 'output' && name && /^(Test|Benchmark|Fuzz|Example)[\p{L}\p{N}_]*$/u.test(name)) inPackage?.names.add(name)
    if (Action === 'fail' && inPackage)
      failed.push(...testFiles(inPackage.known).map((file) => ({ failed: file, message: 'the package does not build' })))
  }
  return failed
}

/** One that ends the process takes those after it along: they are run again without it, as long as that helps. */
const runWhatIsLeft = async ({ known, names, outcomes }: PackageTests, flags: readonly string[], request: Request): Promise<void> => {
  for (let before = -1; before !== outcomes.size;) {
    before = outcomes.size
    const left = [...names].filter((name) => /^(Test|Fuzz|Example)/.test(name) && !name.includes('/') && !outcomes.has(name))
    if (left.length === 0) return
    const again = await go(['test', '-json', '-run', `^(${left.join('|')})$`, ...flags, known.ImportPath], request)
    addRun(again, new Map([[known.ImportPath, { known, names, outcomes }]]))
  }
}

const listModule = async (request: Request): Promise<ListingRecord[]> => {
  const patterns = request.arguments.filter((argument) => !argument.startsWith('-'))
  const flags = request.arguments.filter((argument) => argument.startsWith('-'))
  const tags = flags.filter((flag) => flag.startsWith('-tags'))
  const where = patterns.length > 0 ? patterns : ['./...']
  const packages = parsePackages(await go(['list', '-json=Dir,ImportPath,TestGoFiles,XTestGoFiles', ...tags, ...where], request))
  const found = new Map(
    packages.map((known) => [known.ImportPath, { known, names: new Set<string>(), outcomes: new Map<string, string>() }]),
  )
  addRun(await go(['test', '-json', '-run', '.', '-bench', '.', '-benchtime', '1x', ...flags, ...where], request), found)
  // Compiled already, so the list is cheap; it has what the run did not come to.
  const failed = addList(await go(['test', '-json', '-list', '.', ...flags, ...where], request), found)
  for (const inPackage of found.values()) await runWhatIsLeft(inPackage, flags, request)
  const records = [...found.values()].map(async ({ known, names, outcomes }) => recordsOf(known, await declaredIn(known), names, outcomes))
  return [...(await Promise.all(records)).flat(), ...failed]
}

/** A repository may hold several modules; `./...` stays inside one. */
export const listGo = async (request: Request): Promise<ListingRecord[]> => {
  const modules = globSync('**/go.mod', {
    cwd: request.folder,
    exclude: (path) => /(^|\/)(node_modules|vendor|testdata|[._][^/]*)$/.test(path),
  })
  const folders = modules.length > 0 ? modules.map((file) => dirname(join(request.folder, file))) : [request.folder]
  const records: ListingRecord[] = []
  for (const folder of folders.toSorted((a, b) => a.length - b.length)) records.push(...(await listModule({ ...request, folder })))
  return records
}
