import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpuSeconds } from '../../runtime/testing/cpu-time.ts'
import { createProject } from '../link/create-project.ts'
import { pytestScopes } from './pytest/pytest-scopes.ts'
import { unittestScopes } from './unittest/unittest-scopes.ts'

const paths = Array.from({ length: 20_000 }, (_, at) => `checks/of_all_that_there_is/check_${at}.py`)

for (const [runner, scopesOf] of [
  ['pytest', pytestScopes],
  ['unittest', unittestScopes],
] as const)
  test(`as many files as there are may be named by calls of ${runner}`, () => {
    const script = paths.map((path) => `  python -m ${runner} ${path}\n`).join('')
    const texts = new Map([['tox.ini', script], ...paths.map((path): [string, string] => [path, ''])])
    const { project } = createProject({ paths: [...texts.keys()].toSorted(), texts })
    const seconds = cpuSeconds(() => {
      const [scope] = scopesOf(project)
      assert.equal(paths.filter((path) => scope?.includes(path)).length, paths.length)
    })
    assert.ok(seconds < 0.8, String(seconds))
  })
