import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createProject } from '../../link/create-project.ts'
import { projectOf } from '../../testing/project-of.ts'
import { mochaScopes } from './mocha-scopes.ts'

/** The files of a repository that Mocha takes; texts are given for configuration, other files are only there. */
const taken = (texts: Record<string, string>, ...paths: string[]): string[] => {
  const all = [...Object.keys(texts), ...paths].toSorted()
  const { project } = createProject({ paths: all, texts: new Map(Object.entries(texts)) })
  const scopes = mochaScopes(project)
  return paths.filter((path) => scopes.some((scope) => scope.globals && scope.includes(path)))
}

const manifest = (script: string, more: object = {}): Record<string, string> => ({
  'package.json': JSON.stringify({ scripts: { test: script }, devDependencies: { mocha: '11' }, ...more }),
})

describe('Mocha takes', () => {
  it('the files right in ./test where nothing else is said', () => {
    assert.deepEqual(taken(manifest('mocha'), 'test/a.js', 'test/b.ts', 'test/deep/c.js', 'a.test.js'), ['test/a.js'])
  })

  it('a file for what is named without its ending only where there is no directory of that name', () => {
    assert.deepEqual(taken(manifest('mocha'), 'test.js'), ['test.js'])
    assert.deepEqual(taken(manifest('mocha'), 'test.js', 'test/a.js'), ['test/a.js'])
  })

  it('directories with --recursive and the endings of --extension', () => {
    assert.deepEqual(
      taken(manifest('mocha -r tsx --recursive --extension ts,mts checks'), 'checks/a.ts', 'checks/in/b.mts', 'checks/c.js'),
      ['checks/a.ts', 'checks/in/b.mts'],
    )
  })

  it('arguments together with the nearest configuration upwards', () => {
    const texts = {
      '.mocharc.yml': 'spec: "src/*.spec.js"\nignore: ["src/old.spec.js"]\n',
      'packages/a/package.json': JSON.stringify({ scripts: { test: 'mocha checks/*.js' } }),
    }
    assert.deepEqual(taken(texts, 'packages/a/src/x.spec.js', 'packages/a/src/old.spec.js', 'packages/a/checks/y.js'), [
      'packages/a/src/x.spec.js',
      'packages/a/checks/y.js',
    ])
  })

  it('what a package gets that is called after it, and nothing by those that others load', () => {
    const devDependencies = { supermocha: '1', 'karma-mocha': '2' }
    const script = 'supermocha checks lib --forbid-only && karma-mocha other'
    const paths = ['checks/a.js', 'lib/b.js', 'other/c.js'] as const
    assert.deepEqual(taken(manifest(script, { devDependencies }), ...paths), ['checks/a.js', 'lib/b.js'])
    assert.deepEqual(taken(manifest(script, { devDependencies: { jest: '30' } }), ...paths), [])
  })

  it('any other character where a glob leaves some out', () => {
    assert.deepEqual(taken(manifest("mocha 'checks/*[!e]/*.js'"), 'checks/one/a.js', 'checks/two/a.js'), ['checks/two/a.js'])
  })

  it('what a configuration extends, and files to be loaded first', () => {
    const texts = {
      ...manifest('mocha --config own.mocharc.json'),
      'own.mocharc.json': '{ "extends": "./base.mocharc.json", "file": "first.js" }',
      'base.mocharc.json': '{ "spec": ["checks/**/*.js"] }',
    }
    assert.deepEqual(taken(texts, 'first.js', 'checks/in/a.js', 'test/b.js'), ['first.js', 'checks/in/a.js'])
  })

  it('the options of mocha.opts where there is no newer configuration', () => {
    assert.deepEqual(taken({ ...manifest('mocha'), 'test/mocha.opts': '--recursive\n--ui tdd\nchecks\n' }, 'checks/in/a.js'), [
      'checks/in/a.js',
    ])
  })

  it('what a makefile beside the package has it run', () => {
    const makefile = 'MOCHA = npx mocha\n\ntest: build\n\t@$(MOCHA) $(FLAGS) \\\n\t  checks/all.js\n'
    assert.deepEqual(taken({ ...manifest('make test'), Makefile: makefile }, 'checks/all.js', 'test/a.js'), ['checks/all.js'])
  })

  it('a file without the ending, and flags do not swallow specs', () => {
    assert.deepEqual(taken(manifest('nyc _mocha --exit --expose-gc checks/all'), 'checks/all.js', 'checks/other.js'), ['checks/all.js'])
  })

  it('what a program of the repository gets that is called after it', () => {
    const script = 'node tools/mocha-in-parallel.js --timeout 3000 -- "checks/**/*.js" && node tools/after-mocha.js && tools/mocha.md x'
    const tools = ['tools/mocha-in-parallel.js', 'tools/after-mocha.js', 'tools/mocha.md']
    assert.deepEqual(taken(manifest(script), 'checks/in/a.js', 'test/b.js', 'x/c.js', ...tools), ['checks/in/a.js'])
    assert.deepEqual(taken(manifest('nyc --reporter mocha-like.js checks/*.js'), 'checks/a.js'), [])
  })

  it('what is named as a test where such a program gets no more than a part of the repository', () => {
    const scripts = {
      mocha: 'node tools/run-mocha-tests.js',
      unit: 'yarn mocha core',
      watch: 'yarn unit --watch',
      cli: 'yarn mocha --testMatch cli/**/*-check.js',
    }
    const texts = { 'package.json': JSON.stringify({ scripts, devDependencies: { mocha: '11' } }) }
    const paths = ['core/a-test.js', 'core/in/b-test.js', 'core/c.js']
    const setUp = manifest('mocha --require tools/mocha-setup.js core/in')
    assert.deepEqual(taken({ ...setUp, 'tools/mocha-setup.js': '' }, ...paths), ['core/in/b-test.js'])
    assert.deepEqual(taken(texts, ...paths), ['core/a-test.js', 'core/in/b-test.js'])
  })

  it('the sources of what is built first, by what the compiler is told or by the name of a folder that is not there', () => {
    const compiled = {
      'packages/a/package.json': JSON.stringify({ scripts: { test: 'mocha' } }),
      '.mocharc.json': '{ "spec": ["./build/compiled/test/**/*.test.{js,ts}"], "ignore": "build/compiled/test/old/**" }',
      'tsconfig.json': '{ "extends": "./tsconfig.base.json" }',
      'tsconfig.base.json': '{ "compilerOptions": { "outDir": "build/compiled", /* with */ } }',
    }
    assert.deepEqual(taken(compiled, 'test/a.test.ts', 'test/in/b.test.ts', 'test/old/c.test.ts', 'test/util.ts'), [
      'test/a.test.ts',
      'test/in/b.test.ts',
    ])
    const rooted = {
      ...manifest("mocha 'out/**/*.spec.js'"),
      'tsconfig.json': '{ "extends": ["./tsconfig.json", "./tsconfig.json"], "compilerOptions": { "outDir": "./out/", "rootDir": "src" } }',
    }
    assert.deepEqual(taken(rooted, 'src/a.spec.ts', 'other/b.spec.ts'), ['src/a.spec.ts'])
    assert.deepEqual(taken(manifest('tsc -p . && mocha dist/test'), 'test/a.ts', 'test/b.mts', 'dist.ts'), ['test/a.ts'])
    assert.deepEqual(taken(manifest('mocha'), 'index.js', 'src/index.ts'), [])
  })

  it('the source beside a script that is not there, and no other files for it', () => {
    const scripts = manifest('mocha --recursive --extension js,ts checks/a.test.js && mocha --recursive checks/old.test.js')
    assert.deepEqual(taken(scripts, 'checks/a.test.ts', 'checks/b.test.ts', 'docs/page.js'), ['checks/a.test.ts'])
  })

  it('what aegir looks for or is given, as it is before it is built', () => {
    const paths = ['test/node.ts', 'test/browser.ts', 'test/in/a.spec.ts', 'test/in/b.node.ts', 'test/interop.ts', 'src/c.spec.ts']
    const of = (script: string): string[] =>
      taken(
        { 'package.json': JSON.stringify({ scripts: { lint: 'aegir lint', test: script }, devDependencies: { aegir: '48' } }) },
        ...paths,
      )
    assert.deepEqual(of('aegir test -t node --cov -- --exit'), ['test/node.ts', 'test/browser.ts', 'test/in/a.spec.ts'])
    assert.deepEqual(of('aegir test -t node -f ./dist/test/node.js -f dist/test/interop.js'), ['test/node.ts', 'test/interop.ts'])
  })

  it("what is named as a test beside a script's run, where VS Code runs an extension's tests", () => {
    const dependencies = (more: object): Record<string, string> => ({
      'package.json': JSON.stringify({
        scripts: { test: 'mocha src/unit/*.ts' },
        devDependencies: { mocha: '11', '@types/mocha': '1', ...more },
      }),
    })
    const paths = ['src/unit/a.ts', 'src/test/suite/b.test.ts']
    assert.deepEqual(taken(dependencies({ '@vscode/test-electron': '2' }), ...paths), paths)
    assert.deepEqual(taken(dependencies({}), ...paths), ['src/unit/a.ts'])
  })

  it("what is named as a test beside a script's run, where Karma runs tests in browsers", () => {
    const workspace = (more: object): Record<string, string> => ({
      'package.json': JSON.stringify({ workspaces: ['packages/*'], devDependencies: { mocha: '11', ...more } }),
      'packages/a/package.json': JSON.stringify({ scripts: { 'test:node': 'mocha test/node/*.js', 'test:browser': 'karma start' } }),
      'packages/b/package.json': JSON.stringify({ scripts: { test: 'mocha test/node/*.js' } }),
    })
    const [node, browser] = [['packages/a/test/node/a.js', 'packages/b/test/node/b.js'], ['packages/a/src/c.test.js']]
    const paths = [...node, ...browser, 'packages/b/src/d.test.js']
    assert.deepEqual(taken(workspace({ 'karma-mocha': '2' }), ...paths), [...node, ...browser])
    assert.deepEqual(taken(workspace({ 'karma-jasmine': '5' }), ...paths), node)
    const shared = {
      ...workspace({}),
      'tools/karma/package.json': JSON.stringify({ name: '@own/karma', dependencies: { 'karma-mocha': '2' } }),
      'packages/c/package.json': JSON.stringify({ scripts: { test: 'karma start' } }),
    }
    assert.deepEqual(taken(shared, 'packages/c/test/alertTests.js'), ['packages/c/test/alertTests.js'])
    const own = JSON.stringify({ scripts: { test: 'karma start' }, devDependencies: { 'karma-jasmine': '5' } })
    assert.deepEqual(taken({ ...workspace({ 'karma-mocha': '2' }), 'packages/c/package.json': own }, 'packages/c/e.test.js'), [])
  })

  it('what is named as a test where a program of the workspace that starts Mocha tests a package', () => {
    const texts = {
      'package.json': '{ "workspaces": ["*/*"] }',
      'tools/scripts/package.json': JSON.stringify({ bin: { own: 'own.js' }, commands: { 'own:test': "mocha './lib/**/*.spec.js'" } }),
      'packages/a/package.json': JSON.stringify({ scripts: { test: 'own test', build: 'own build' } }),
      'packages/b/package.json': JSON.stringify({ scripts: { build: 'own build' } }),
    }
    const paths = ['packages/a/src/x.spec.ts', 'packages/b/src/y.spec.js']
    assert.deepEqual(taken({ ...texts, 'packages/a/tsconfig.json': '{}' }, ...paths), ['packages/a/src/x.spec.ts'])
  })

  it('what Web Test Runner is told to take', () => {
    const paths = ['test/a.js', 'test/left.js', 'src/b.test.js']
    const by = (script: string, configuration: string): string[] => {
      const others = Object.fromEntries(paths.map((path) => [path, '']))
      const scopes = mochaScopes(projectOf({ ...manifest(script), ...others, 'web-test-runner.config.mjs': configuration }))
      return paths.filter((path) => scopes.some((scope) => scope.includes(path)))
    }
    assert.deepEqual(by('wtr --coverage', "export default { files: ['./test/*.js', '!test/left.js'] }"), ['test/a.js'])
    assert.deepEqual(by("web-test-runner --files 'src/**/*.test.js'", 'export default {}'), ['src/b.test.js'])
    assert.deepEqual(by('wtr', "export default { files: await filesOf('changed packages') }"), paths)
    assert.deepEqual(by('wtr', "export default { groups: [{ name: 'own', files: 'test/l*.js' }] }"), ['test/left.js'])
    const grouped = "export default { groups: [{ name: 'own', files: 'test/l*.js' }, { name: 'more', files: 'test/a.js' }] }"
    assert.deepEqual(by('wtr --group more', grouped), ['test/a.js'])
    assert.deepEqual(by('wtr "src/*.test.js" --node-resolve', grouped), ['src/b.test.js'])
    assert.deepEqual(by('wtr -c web-test-runner.config.mjs --group own', grouped), ['test/left.js'])
    assert.deepEqual(by('wtr --config web-test-runner.config.mjs', "export default { files: 'out/**/*.test.js' }"), ['src/b.test.js'])
  })

  it('what is named as a test in a package that has Mocha and no script for it, beside others that have', () => {
    const packages = (more: object): Record<string, string> => ({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/a/package.json': JSON.stringify({ scripts: { test: 'mocha' } }),
      'packages/b/package.json': JSON.stringify({ scripts: { test: 'node start-tests.js' }, devDependencies: { mocha: '11', ...more } }),
    })
    const paths = ['packages/a/test/a.js', 'packages/a/b.test.js', 'packages/b/src/test/c.test.js']
    assert.deepEqual(taken(packages({}), ...paths), ['packages/a/test/a.js', 'packages/b/src/test/c.test.js'])
    assert.deepEqual(taken(packages({ jest: '30' }), ...paths), ['packages/a/test/a.js'])
    const otherwise = (script: string, kind: string): Record<string, string> => ({
      ...packages({}),
      'packages/b/package.json': JSON.stringify({ scripts: { test: script }, [kind]: { mocha: '11' } }),
    })
    assert.deepEqual(taken(otherwise('node --test', 'devDependencies'), ...paths), ['packages/a/test/a.js'])
    assert.deepEqual(taken(otherwise('node start-tests.js', 'peerDependencies'), ...paths), ['packages/a/test/a.js'])
  })

  it('what is named as a test where a configuration takes the specs from what is not in the repository', () => {
    const paths = ['test/setup/a.js', 'src/in/b.spec.tsx', 'src/c.js']
    const named = ['test/setup/a.js', 'src/in/b.spec.tsx']
    const by = (configuration: string, script = 'mocha'): string[] => {
      const others = Object.fromEntries(paths.map((path) => [path, '']))
      const scopes = mochaScopes(projectOf({ ...manifest(script), ...others, '.mocharc.js': configuration }))
      return paths.filter((path) => scopes.some((scope) => scope.includes(path)))
    }
    assert.deepEqual(by("module.exports = require('@kitchen/mocha')"), named)
    assert.deepEqual(by("module.exports = { ...require('@kitchen/mocha'), require: ['./x.js'] }"), named)
    assert.deepEqual(by("module.exports = { extends: '@kitchen/mocha' }"), named)
    assert.deepEqual(by("const base = require('@kitchen/mocha')\nmodule.exports = { spec: [...base.spec, 'src/*.js'] }"), paths)
    assert.deepEqual(by("module.exports = { ...require('@kitchen/mocha'), spec: 'src/*.js' }"), ['src/c.js'])
    assert.deepEqual(by("module.exports = require('@kitchen/mocha')", 'mocha src/c.js'), ['src/c.js'])
  })

  it('what is named as a test where another program starts it', () => {
    assert.deepEqual(taken(manifest('node build.js test'), 'tests/lib/a.js', 'src/b.spec.js', 'src/c.js', 'tests/d.ts'), [
      'tests/lib/a.js',
      'src/b.spec.js',
    ])
    assert.deepEqual(taken(manifest('node --experimental-strip-types start.ts'), 'tests/d.ts'), ['tests/d.ts'])
    assert.deepEqual(
      taken(manifest('mocha out/**/*.test.js', { devDependencies: { mocha: '11', '@types/mocha': '10' } }), 'src/test/a.test.ts'),
      ['src/test/a.test.ts'],
    )
  })
})
