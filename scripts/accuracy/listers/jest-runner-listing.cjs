// A `testRunner` for Jest that declares every test of a file and executes none: `jest --testRunner <this file>`.
// It reads jest-circus' own tree before anything runs, so marks are as written, `only` included.
const { appendFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { join } = require('node:path')

const fromProject = createRequire(join(process.cwd(), 'package.json'))

const circusRunner = () => {
  const places = [process.cwd(), fromProject.resolve('jest'), require.main?.filename ?? process.cwd()]
  const jestCli = () => createRequire(createRequire(fromProject.resolve('jest')).resolve('@jest/core')).resolve('jest-config')
  for (const place of places) {
    try {
      return require(require.resolve('jest-circus/runner', { paths: [place] }))
    } catch {}
  }
  return require(createRequire(jestCli()).resolve('jest-circus/runner'))
}

const modeOf = (block) => block.mode ?? (block.parent ? modeOf(block.parent) : undefined)

const statusOf = (test) => {
  const mode = test.mode === undefined || test.mode === null ? modeOf(test.parent) : test.mode
  if (mode === 'todo') return 'todo'
  if (mode === 'skip') return 'skipped'
  if (mode === 'only') return 'focused'
  return test.failing ? 'xfail' : 'active'
}

const text = (name) => (typeof name === 'string' ? name : String(name?.name ?? name))

const testsOf = (block, suites) =>
  (block.children ?? []).flatMap((child) =>
    child.type === 'describeBlock'
      ? testsOf(child, [...suites, text(child.name)])
      : [{ suites, name: text(child.name), status: statusOf(child) }],
  )

const withRunner = circusRunner()
const runCircus = withRunner.default ?? withRunner

module.exports = async (globalConfig, config, environment, runtime, testPath, ...rest) => {
  const handle = environment.handleTestEvent?.bind(environment)
  environment.handleTestEvent = async (event, state) => {
    if (event.name === 'run_start') {
      const lines = testsOf(state.rootDescribeBlock, []).map((test) =>
        JSON.stringify({ path: testPath, ...test, project: config.displayName?.name ?? config.id ?? '' }),
      )
      appendFileSync(process.env.TESTIMONY_LISTING, lines.map((line) => `${line}\n`).join(''))
      state.testNamePattern = /(?!)/
    }
    return handle?.(event, state)
  }
  const couldNotLoad = () => appendFileSync(process.env.TESTIMONY_LISTING, `${JSON.stringify({ failed: testPath })}\n`)
  try {
    const result = await runCircus(globalConfig, config, environment, runtime, testPath, ...rest)
    if (result.testExecError) couldNotLoad()
    return result
  } catch (error) {
    couldNotLoad()
    throw error
  }
}
