import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { commandsInShell, isTestScript } from './shell-script.ts'

describe('a shell script', () => {
  it('has its lines, those that go on as one, without what starts no runner', () => {
    const text =
      '#!/bin/sh\nset -e\n# mocha old\necho mocha runs\nnpm install mocha\nif true; then\n  npx mocha \\\n    --exit test/*.js\nfi\n'
    assert.deepEqual(commandsInShell(text), ['set -e', 'if true; then', 'npx mocha --exit test/*.js', 'fi'])
  })

  it('has a line for each value of a variable', () => {
    const text = `KIND="unit"\nDIR=checks\nFILES="$DIR/$KIND/*.js"\nif [ "$ALL" ]; then\nFILES='checks/**/*.js'\nfi\nmocha "$FILES" \${MORE:-x} $OTHER`
    assert.deepEqual(
      commandsInShell(text).filter((line) => line.includes('mocha')),
      ['mocha "checks/unit/*.js" ${MORE:-x} $OTHER', 'mocha "checks/**/*.js" ${MORE:-x} $OTHER'],
    )
  })

  it('does not grow by variables that stand in themselves, nor by many that stand in each other', () => {
    const many = Array.from({ length: 40 }, (_, n) => `V${n}="$V${n + 1}$V${n + 1}$V${n + 1}$V${n + 1}"`).join('\n')
    const text = `A="$A$A"\n${many}\nV41=${'x'.repeat(1000)}\nmocha $A ${'$V0 '.repeat(500)}`
    assert.ok(commandsInShell(text).every((line) => line.length < 200_000))
  })

  it('is read where it is called after tests or a runner', () => {
    assert.deepEqual(['bin/run-test.sh', './jest.bash', 'scripts/e2e-all.sh', 'build.sh', 'test/build.sh', 'test.js'].map(isTestScript), [
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
