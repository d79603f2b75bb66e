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

/** A package and its external tests may both declare a name: both run, under the same one. */
const declaredIn = async (known: GoPackage): Promise<Map<string, string[]>> => {
  const declared = new Map<string, string[]>()
  for (const file of testFiles(known)) {
    for (const [, name] of (await readFile(file, 'utf8')).matchAll(TOP_LEVEL))
      if (name) declared.set(name, [...(declared.get(name) ?? []), file])
  }
  return declared
}

interface PackageTests {
  known: GoPackage
  /** What was declared or ran, with the test that it ran in: a name may hold `/`, so the name alone doesn't tell. */
  parents: Map<string, string | null>
  outcomes: Map<string, string>
  running: Set<string>
}

/** A subtest begins while its parent runs and isn't paused, as parallel ones are, and its name begins with its parent's. */
const parentOf = (name: string, running: ReadonlySet<string>): string | null => {
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
    if (running.has(name.slice(0, at))) return name.slice(0, at)
  }
  return null
}

const partsOf = (name: string, parents: ReadonlyMap<string, string | null>): string[] => {
  const parent = parents.get(name)
  return parent ? [...partsOf(parent, parents), name.slice(parent.length + 1)] : [name]
}

const recordsOf = ({ known, parents, outcomes }: PackageTests, declared: ReadonlyMap<string, readonly string[]>): ListingRecord[] => {
  const holders = new Set(parents.values())
  return [...parents.keys()]
    .filter((name) => !holders.has(name))
    .flatMap((name) => {
      const parts = partsOf(name, parents)
      const status = outcomes.get(name) === 'skip' ? 'skipped' : 'active'
      const files = declared.get(parts[0] ?? '') ?? [known.Dir]
      return files.map((path) => ({ path, suites: parts.slice(0, -1), name: parts.at(-1) ?? '', status }))
    })
}

const eventsOf = (output: string): GoEvent[] =>
  // One event a line; a package that does not build writes other lines too.
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as GoEvent] : []))

const addRun = (output: string, found: ReadonlyMap<string, PackageTests>): void => {
  for (const { Action, Package, Test, Output } of eventsOf(output)) {
    const inPackage = found.get(Package)
    if (!inPackage || !Test) continue
    const { parents, outcomes, running } = inPackage
    if (Action === 'pause') running.delete(Test)
    if (Action === 'cont') running.add(Test)
    if (Action === 'run') {
      parents.set(Test, parentOf(Test, running))
      outcomes.set(Test, Action)
      running.add(Test)
    }
    const hasEnded = Action === 'pass' || Action === 'fail' || Action === 'skip'
    if (hasEnded) outcomes.set(Test, Action)
    // Of a benchmark only its figures say that it has ended.
    if (hasEnded || (Action === 'output' && Output?.includes(' ns/op'))) running.delete(Test)
  }
}

/** What is declared, and the packages that do not build. */
const addList = (output: string, found: ReadonlyMap<string, PackageTests>): ListingRecord[] => {
  const failed: ListingRecord[] = []
  for (const { Action, Package, Output } of eventsOf(output)) {
    const inPackage = found.get(Package)
    const name = Output?.trim()
    if (Action === 'output' && name && /^(Test|Benchmark|Fuzz|Example)[\p{L}\p{N}_]*$/u.test(name))
      inPackage?.parents.set(name, inPackage.parents.get(name) ?? null)
    if (Action === 'fail' && inPackage)
      failed.push(...testFiles(inPackage.known).map((file) => ({ failed: file, message: 'the package does not build' })))
  }
  return failed
}

/** One that ends the process takes those after it along: they are run again without it, as long as that helps. */
const runWhatIsLeft = async (inPackage: PackageTests, flags: readonly string[], request: Request): Promise<void> => {
  const { known, parents, outcomes } = inPackage
  for (let before = -1; before !== outcomes.size;) {
    before = outcomes.size
    const left = [...parents.keys()].filter((name) => /^(Test|Fuzz|Example)/.test(name) && !name.includes('/') && !outcomes.has(name))
    if (left.length === 0) return
    const again = await go(['test', '-json', '-run', `^(${left.join('|')})$`, ...flags, known.ImportPath], request)
    addRun(again, new Map([[known.ImportPath, inPackage]]))
  }
}

const listModule = async (request: Request): Promise<ListingRecord[]> => {
  const patterns = request.arguments.filter((argument) => !argument.startsWith('-'))
  const flags = request.arguments.filter((argument) => argument.startsWith('-'))
  const tags = flags.filter((flag) => flag.startsWith('-tags'))
  const where = patterns.length > 0 ? patterns : ['./...']
  const packages = parsePackages(await go(['list', '-json=Dir,ImportPath,TestGoFiles,XTestGoFiles', ...tags, ...where], request))
  const found = new Map(
    packages.map((known): [string, PackageTests] => [
      known.ImportPath,
      { known, parents: new Map(), outcomes: new Map(), running: new Set() },
    ]),
  )
  addRun(await go(['test', '-json', '-run', '.', ...flags, ...where], request), found)
  // By themselves: with tests, they run only where all of these pass.
  addRun(await go(['test', '-json', '-run', '^$', '-bench', '.', '-benchtime', '1x', ...flags, ...where], request), found)
  // Compiled already, so the list is cheap; it has what the run did not come to.
  const failed = addList(await go(['test', '-json', '-list', '.', ...flags, ...where], request), found)
  for (const inPackage of found.values()) await runWhatIsLeft(inPackage, flags, request)
  const records = [...found.values()].map(async (inPackage) => recordsOf(inPackage, await declaredIn(inPackage.known)))
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
