import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { it } from 'node:test'

const PRIORITIES = `
  const { readdirSync, readFileSync } = await import('node:fs')
  const { getPriority } = await import('node:os')
  const { putHelperThreadsBehind } = await import('${new URL('./helper-threads.ts', import.meta.url).href}')
  const before = getPriority()
  putHelperThreadsBehind()
  const threads = readdirSync('/proc/self/task').map((thread) => [
    readFileSync('/proc/self/task/' + thread + '/comm', 'utf8').trim(),
    getPriority(Number(thread)) - before,
  ])
  console.log(JSON.stringify(threads))`

it('gives way with the threads that compile and collect garbage alone', { skip: process.platform !== 'linux' }, () => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', PRIORITIES], { encoding: 'utf8' })
  const threads = JSON.parse(printed) as [name: string, behind: number][]
  const helpers = threads.filter(([name]) => name === 'V8Worker')
  assert.ok(helpers.length > 0, printed)
  assert.ok(
    helpers.every(([, behind]) => behind === 10),
    printed,
  )
  assert.ok(
    threads.every(([name, behind]) => name === 'V8Worker' || behind === 0),
    printed,
  )
})
