import assert from 'node:assert/strict'

import type { Program } from './program.ts'

/** A program that has something left to do is told to end, and again: then it does at once. */
export const assertLeftAtOnce = async (program: Program): Promise<void> => {
  program.kill('SIGTERM')
  await program.untilLogged('Ending')
  const at = performance.now()
  program.kill('SIGINT')
  assert.equal((await program.exit).code, 130)
  const took = performance.now() - at
  assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
}
