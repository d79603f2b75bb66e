import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { commandsInShell, isTestScript } from './shell-script.ts'

describe('a shell script', () => {
  it('has its lines, those that go on as one, without what starts no runner', () => {
    const text =
      '#!/bin/sh\nset -e\n# mocha old\necho mocha runs\nnpm install mocha\nif true; then\n  npx mocha \\\n    --exit test/*.js\nfi\n'
    assert.deepEqual(commandsInShell(text), ['set -e', 'if true; then', 'npx mocha      --exit test/*.js', 'fi'])
  })

  it('has a line for each value of a variable', () => {
    const text = `KIND="unit"\nDIR=checks\nFILES="$DIR/$KIND/*.js"\nif [ "$ALL" ]; then\nFILES='checks/**/*.js'\nfi\nmocha "$FILES" \${MORE:-x} $OTHER`
    assert.deepEqual(
      commandsInShell(text).filter((line) => line.includes('mocha')),
      ['mocha "checks/unit/*.js" ${MORE:-x} $OTHER', 'mocha "checks/**/*.js" ${MORE:-x} $OTHER'],
    )
  })

  it('has nothing of what it does elsewhere, nor of texts for other programs', () => {
    const text = 'cd "$(dirname "$0")/.."\ncat <<EOF > a\nmocha a\nEOF\nmocha b\ncd examples\nmocha c\n'
    assert.deepEqual(
      commandsInShell(text).filter((line) => line.startsWith('mocha')),
      ['mocha b'],
    )
  })

  it('does not grow by variables that stand in themselves, nor by many that stand in each other, nor by many lines', () => {
    const values = Array.from({ length: 8 }, (_, n) => `B="${'$A'.repeat(45)}${n}"`).join('\n')
    const texts = [
      `A="$A$A"\nmocha ${'$A '.repeat(500)}`,
      `A=${'x'.repeat(1000)}\n${values}\n${Array.from({ length: 4000 }, (_, n) => `m${n} $B`).join('\n')}`,
    ]
    for (const text of texts) assert.ok(commandsInShell(text).join('').length <= 200_000)
  })

  it('is read as fast where it is nothing but blanks', () => {
    const begun = performance.now()
    commandsInShell(' '.repeat(50_000))
    isTestScript('test'.repeat(250_000))
    isTestScript(`${'test'.repeat(250_000)}.sh`)
    assert.ok(performance.now() - begun < 5_000)
  })

  it('is read where it is called after tests or a runner', () => {
    const called = ['bin/run-test.sh', './jest.bash', 'scripts/e2e-all.sh']
    assert.deepEqual([...called, 'build.sh', 'test/build.sh', 'test.js'].filter(isTestScript), called)
  })
})
