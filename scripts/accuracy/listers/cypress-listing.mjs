// Lists what Cypress would run. Cypress has no listing mode and needs a browser, so each spec file is bundled with the
// project's support file and evaluated under real Mocha with `cy`, `Cypress` and the page replaced by objects that
// accept anything. Nothing of a test's body runs. Usage: node cypress-listing.mjs [--config-file f] [--type e2e|component] [spec …]; without a
// type, those that the configuration has.
// One JSON line a test is appended to the file named by TESTIMONY_LISTING.
import { appendFileSync, existsSync, globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Script } from 'node:vm'

const project = process.cwd()
const resolvers = [createRequire(join(project, 'package.json')), createRequire(import.meta.url)]
const load = (name) => {
  for (const from of resolvers) {
    try {
      return from(name)
    } catch (error) {
      if (error?.code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return undefined
}
const { values, positionals } = parseArgs({
  options: { 'config-file': { type: 'string' }, type: { type: 'string' } },
  allowPositionals: true,
})
const needed = (name, purpose) => {
  const loaded = load(name)
  if (!loaded) throw new Error(`${name} is needed to ${purpose}: install it in the project`)
  return loaded
}
const esbuild = needed('esbuild', 'bundle the specs')
const Mocha = needed('mocha', 'declare the tests')

/** Called, constructed, read or iterated, it gives itself or nothing, and never throws. */
const anything = () => {
  // What a bundler's import of names reads through: it copies nothing but keeps the prototype.
  const names = new Proxy(Object.create(null), { get: (_target, key) => (typeof key === 'string' ? proxy : undefined) })
  const proxy = new Proxy(function () {}, {
    get: (_target, key) => {
      if (key === 'then' || key === 'toJSON' || key === '__esModule') return undefined
      if (key === Symbol.toPrimitive) return () => ''
      if (key === Symbol.iterator) return () => [][Symbol.iterator]()
      if (key === 'prototype') return Object.prototype
      return proxy
    },
    apply: () => proxy,
    construct: () => proxy,
    set: () => true,
    getPrototypeOf: () => names,
    has: () => true,
  })
  return proxy
}
globalThis.__anything = anything()
/** Plugins that wrap a configuration give it back changed: here, unchanged. */
globalThis.__wrapper = new Proxy(function () {}, {
  get: (_target, key) => (key === '__esModule' ? undefined : globalThis.__anything),
  apply: (_target, _this, [wrapped]) => (typeof wrapped === 'object' && wrapped !== null ? wrapped : globalThis.__anything),
})

const replaced = new Set()

const missingPackages = (all) => ({
  name: 'missing packages',
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, resolveDir, pluginData }) => {
      if (pluginData === 'asked') return undefined
      if (path === 'cypress') return { path, namespace: 'cypress' }
      if (!all) {
        const found = await build.resolve(path, { resolveDir, kind: 'import-statement', pluginData: 'asked' })
        if (found.errors.length === 0) return found
      }
      if (!all) replaced.add(path)
      return { path, namespace: 'anything' }
    })
    build.onLoad({ filter: /.*/, namespace: 'cypress' }, () => ({ contents: 'module.exports = { defineConfig: (config) => config }' }))
    build.onLoad({ filter: /.*/, namespace: 'anything' }, () => ({
      contents: `module.exports = globalThis.${all ? '__wrapper' : '__anything'}`,
    }))
    build.onLoad({ filter: /\.(css|scss|less|svg|png|jpe?g|gif|webp|woff2?|html|md|txt|graphql)$/ }, () => ({
      contents: 'module.exports = ""',
    }))
  },
})

const bundle = async (lines, { allPackages, format }) => {
  const built = await esbuild.build({
    stdin: { contents: lines.join('\n'), resolveDir: project, loader: 'js' },
    bundle: true,
    write: false,
    format,
    platform: allPackages ? 'node' : 'browser',
    jsx: 'automatic',
    loader: { '.js': 'jsx' },
    define: { global: 'globalThis' },
    banner: { js: 'var process = globalThis.process;' },
    nodePaths: process.env.NODE_PATH?.split(delimiter) ?? [],
    logLevel: 'silent',
    plugins: [missingPackages(allPackages)],
  })
  return built.outputFiles[0].text
}

const readConfig = async () => {
  const file =
    values['config-file'] ??
    ['ts', 'mts', 'js', 'cjs', 'mjs'].map((extension) => `cypress.config.${extension}`).find((name) => existsSync(join(project, name)))
  if (!file) return {}
  const text = await bundle([`module.exports = require(${JSON.stringify(`./${file}`)})`], { allPackages: true, format: 'cjs' })
  const module = { exports: {} }
  new Function('module', 'exports', 'require', '__dirname', text)(
    module,
    module.exports,
    createRequire(join(project, 'package.json')),
    project,
  )
  return module.exports.default ?? module.exports
}

const asArray = (value) => (value === undefined ? [] : [value].flat())

const config = await readConfig()
const types = values.type ? [values.type] : ['e2e', 'component'].filter((type) => config[type])
const extensions = '{js,jsx,ts,tsx}'
const inProject = (patterns) => globSync(patterns, { cwd: project, exclude: (path) => path.includes('node_modules') })

const specsOf = (type) => {
  const { specPattern, excludeSpecPattern } = { ...config, ...config[type] }
  const patterns = asArray(specPattern ?? (type === 'e2e' ? `cypress/e2e/**/*.cy.${extensions}` : `**/*.cy.${extensions}`))
  const left = new Set([...inProject(asArray(excludeSpecPattern ?? '*.hot-update.js')), ...(type === 'component' ? specsOf('e2e') : [])])
  return inProject(patterns)
    .filter((path) => !left.has(path))
    .toSorted()
}

const supportOf = (type) => {
  const pattern = { ...config, ...config[type] }.supportFile ?? `cypress/support/${type}.{js,ts,jsx,tsx}`
  return pattern === false ? [] : inProject(pattern)
}

const setting = (from) => (key) => (key === undefined ? from : typeof key === 'string' ? from[key] : globalThis.__anything)
const cypressFor = (type) => ({
  _: load('lodash') ?? globalThis.__anything,
  env: setting({ ...config.env, ...config[type]?.env }),
  config: setting({ ...config, ...config[type] }),
  browser: { name: 'electron', family: 'chromium', isHeaded: false, majorVersion: '130' },
  isBrowser: (name) => [name].flat().includes('electron'),
  platform: process.platform,
  version: '0.0.0',
  currentTest: { title: '', titlePath: [] },
})

const withConfiguration = (declare) => {
  const wrapped = (title, options, body) =>
    typeof options === 'object' && options !== null ? declare(title, body) : declare(title, options)
  return wrapped
}

const declarers = (mocha) => {
  const names = ['describe', 'context', 'it', 'specify', 'xit', 'xdescribe', 'xcontext', 'xspecify']
  mocha.suite.emit('pre-require', globalThis, '', mocha)
  for (const name of names) {
    const plain = globalThis[name]
    const wrapped = withConfiguration(plain)
    for (const mark of ['only', 'skip']) if (plain[mark]) wrapped[mark] = withConfiguration(plain[mark])
    globalThis[name] = wrapped
  }
}

const titlesAbove = (suite) => (suite.parent ? [...titlesAbove(suite.parent), suite.title] : [])
const testsOf = (suite) => [...suite.tests, ...suite.suites.flatMap(testsOf)]
const isFocused = (test) => {
  if (test.parent._onlyTests?.includes(test)) return true
  for (let suite = test.parent; suite.parent; suite = suite.parent) if (suite.parent._onlySuites?.includes(suite)) return true
  return false
}
const statusOf = (test) => (test.isPending() ? 'pending' : isFocused(test) ? 'focused' : 'active')

const chai = load('chai') ?? globalThis.__anything
Object.assign(globalThis, {
  cy: globalThis.__anything,
  expect: chai.expect,
  assert: chai.assert,
  chai,
  window: globalThis,
  self: globalThis,
  document: globalThis.__anything,
  location: { href: '', hostname: 'localhost', search: '', hash: '', pathname: '/', origin: '' },
  localStorage: { getItem: () => null, setItem() {}, removeItem() {}, clear() {} },
  HTMLElement: class {},
  Element: class {},
})

const record = (value) => appendFileSync(process.env.TESTIMONY_LISTING, `${JSON.stringify(value)}\n`)

const listSpec = async (spec, support) => {
  const path = resolve(project, spec)
  const mocha = new Mocha({ ui: 'bdd' })
  try {
    declarers(mocha)
    const lines = [...support, path].map((file) => `require(${JSON.stringify(resolve(project, file))})`)
    new Script(await bundle(lines, { allPackages: false, format: 'iife' }), { filename: path }).runInThisContext()
    for (const test of testsOf(mocha.suite)) record({ path, suites: titlesAbove(test.parent), name: test.title, status: statusOf(test) })
  } catch (error) {
    console.error(`${spec}: ${error?.message}`)
    record({ failed: path, message: String(error?.message) })
  }
}

for (const type of types.length > 0 ? types : ['e2e']) {
  const support = supportOf(type)
  globalThis.Cypress = new Proxy(cypressFor(type), { get: (target, key) => (key in target ? target[key] : globalThis.__anything) })
  for (const spec of positionals.length > 0 ? positionals : specsOf(type)) await listSpec(spec, support)
}
// What a package or the page would have decided isn't known: install what this names, where it declares tests.
if (replaced.size > 0) console.error(`replaced: ${[...replaced].toSorted((a, b) => (a < b ? -1 : 1)).join(' ')}`)
process.exit(0)
