// Lists what Vitest would run, without running it. Runs with the project's own Vitest, in the project's folder.
// One JSON line a test is appended to the file named by TESTIMONY_LISTING.
import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const fromProject = createRequire(join(process.cwd(), 'package.json'))
const { createVitest, parseCLI } = await import(pathToFileURL(fromProject.resolve('vitest/node')).href)
const { filter, options } = parseCLI(['vitest', ...process.argv.slice(2)])
const vitest = await createVitest('test', { ...options, watch: false, run: true, coverage: { enabled: false }, reporters: [{}] })

const statusOf = (task) => {
  if (task.mode === 'todo') return 'todo'
  if (task.mode === 'skip') return 'skipped'
  return task.fails ? 'xfail' : 'active'
}

// Vitest empties `mode: 'only'` while it collects, so a focused test shows as active and its siblings as skipped.
const testsBelow = (task, suites, file) => {
  if (task.type === 'suite' || task.tasks) return (task.tasks ?? []).flatMap((child) => testsBelow(child, [...suites, task.name], file))
  return [{ path: file.filepath, suites, name: task.name, status: statusOf(task), project: file.projectName ?? '' }]
}

try {
  const specifications = await vitest.globTestSpecifications(filter)
  await vitest.collect(filter)
  const collected = new Set(vitest.state.getFiles().map((file) => file.filepath))
  // A browser's files can't be listed where the browser can't be started.
  for (const { moduleId } of specifications) {
    if (!collected.has(moduleId)) appendFileSync(process.env.TESTIMONY_LISTING, `${JSON.stringify({ failed: moduleId })}\n`)
  }
  // A file that is run and also checked for its types is collected twice; the check has titles as they are written.
  const ran = new Set(vitest.state.getFiles().flatMap((file) => (file.meta?.typecheck ? [] : [file.filepath])))
  for (const file of vitest.state.getFiles()) {
    if (file.meta?.typecheck && ran.has(file.filepath)) continue
    for (const failure of file.result?.errors ?? []) console.error(`${file.filepath}: ${failure.message}`)
    if (file.result?.errors?.length) appendFileSync(process.env.TESTIMONY_LISTING, `${JSON.stringify({ failed: file.filepath })}\n`)
    const tests = file.tasks.flatMap((task) => testsBelow(task, [], file))
    appendFileSync(process.env.TESTIMONY_LISTING, tests.map((test) => `${JSON.stringify(test)}\n`).join(''))
  }
} finally {
  await vitest.close()
}
process.exit(0)
