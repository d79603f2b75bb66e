import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createProject } from '../../link/create-project.ts'
import { commandsRunning, parseArguments } from './package-scripts.ts'

const argumentsOf = (scripts: Record<string, string>, paths: string[] = [], shell: Record<string, string> = {}): string[][] => {
  const texts = new Map([['package.json', JSON.stringify({ scripts })], ...Object.entries(shell)])
  const { project } = createProject({ paths: ['package.json', ...paths, ...Object.keys(shell)], texts })
  return commandsRunning(project, 'mocha').map((command) => command.arguments)
}

describe('the commands of scripts', () => {
  it('are found whatever starts them', () => {
    assert.deepEqual(argumentsOf({ test: 'cross-env A=1 nyc npx mocha --recursive "test/**/*.js" && echo done' }), [
      ['--recursive', 'test/**/*.js'],
    ])
  })

  it('get the arguments that another script hands on', () => {
    assert.deepEqual(argumentsOf({ mocha: 'mocha -r esm', unit: 'npm run mocha -- test/unit' }), [
      ['-r', 'esm'],
      ['-r', 'esm', 'test/unit'],
    ])
    assert.deepEqual(argumentsOf({ mocha: 'mocha', unit: 'npm run mocha --silent' }), [[]])
    assert.deepEqual(argumentsOf({ mocha: 'mocha', unit: 'npm run -s mocha -- unit' }), [[], ['unit']])
    assert.deepEqual(argumentsOf({ mocha: 'mocha', unit: 'yarn mocha unit', watch: 'yarn unit --watch' }), [
      [],
      ['unit'],
      ['unit', '--watch'],
    ])
  })

  it('are those of shell scripts that they start, too', () => {
    const shell = {
      'bin/run-tests.sh': 'set -e\nnpm run unit -- --exit\nsh ./bin/more-tests.sh',
      'bin/more-tests.sh': 'npx mocha more/*.js\n./bin/run-tests.sh',
      'bin/old-tests.sh': 'mocha old',
    }
    assert.deepEqual(
      argumentsOf({ unit: 'mocha unit', test: 'CI=1 bash -e bin/run-tests.sh', lint: 'shellcheck bin/old-tests.sh' }, [], shell),
      [['unit'], ['unit', '--exit'], ['more/*.js']],
    )
  })

  it('are found in time where many scripts start one that is long', () => {
    const scripts = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`s${n}`, `./test.sh a${n}`]))
    const text = `${Array.from({ length: 8 }, (_, n) => `A=${n}`).join('\n')}\n${'mocha $A\n'.repeat(400)}`
    assert.equal(argumentsOf(scripts, [], { 'test.sh': text }).length, 8)
  })

  it('get no arguments that are for a script of another package, or for a program of the same name', () => {
    assert.deepEqual(argumentsOf({ test: 'mocha', app: 'cd app && yarn test src' }), [[]])
    assert.deepEqual(argumentsOf({ test: 'mocha', bun: 'bun test bun/a.test.js' }), [[]])
  })

  it('have anything where a variable is within a word', () => {
    const [args = []] = argumentsOf({ test: 'mocha "test/@(${PLUGINS})/*.js" lib/$PART/*.js --file="$D/a.js"' })
    const parsed = parseArguments(args, new Set())
    assert.deepEqual([parsed.positional, [...parsed.options]], [['test/@(*)/*.js', 'lib/*/*.js'], [['file', ['*/a.js']]]])
    assert.deepEqual(argumentsOf({ test: 'mocha "test/${SPEC:-unit}/${DEPTH-a}.js" $PWD/a.js' }), [['test/unit/a.js', './a.js']])
    assert.deepEqual(argumentsOf({ test: "mocha '$A/*.js' \\$B.js" }), [['$A/*.js', '$B.js']])
  })

  it('lack what is nothing but a variable, with the option that it is the value of', () => {
    const [args = []] = argumentsOf({ test: 'mocha $OPTIONS -R "$REPORTER" --recursive $MORE --ui=tdd "$@" a.js' })
    const parsed = parseArguments(args, new Set(['recursive']))
    assert.deepEqual(
      [parsed.positional, [...parsed.options]],
      [
        ['a.js'],
        [
          ['recursive', [true]],
          ['ui', ['tdd']],
        ],
      ],
    )
  })

  it('see globs without quotes as the shell leaves them', () => {
    assert.deepEqual(argumentsOf({ test: 'mocha test/**/*.js' }, ['test/a/b.js']), [['test/*/*.js']])
    assert.deepEqual(argumentsOf({ test: 'mocha test/**/*.js' }, ['test/b.js']), [['test/**/*.js']])
    assert.deepEqual(argumentsOf({ test: "mocha 'test/**/*.js'" }, ['test/a/b.js']), [['test/**/*.js']])
  })
})
