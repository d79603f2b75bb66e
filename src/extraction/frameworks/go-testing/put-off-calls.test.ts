/** What a test does when it ends: calls that `defer` puts off, and what it is given to clean up by. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const EACH = 'for _, soup := range soups { t.Run(soup, func(t *testing.T) {}) }'

/** Tests that declare what is in a variable of the package, the second after the first has ended. */
const cooking = (body: string, declared = ''): string[] =>
  namesOf(`var soups = []string{"leek"}
${declared}
func TestFirst(t *testing.T) { ${body} }
func TestSecond(t *testing.T) { ${EACH} }`)

describe('a call that is put off', () => {
  it('happens when the function has ended', () => {
    const restoring = `old := soups; soups = []string{"pea"}; defer func() { soups = old }(); ${EACH}`
    assert.deepEqual(cooking(restoring), ['TestFirst > pea', 'TestSecond > leek'])
    const serve = 'func serve(given ...string) func() { old := soups; soups = given; return func() { soups = old } }'
    assert.deepEqual(cooking(`defer serve("pea")(); ${EACH}`, serve), ['TestFirst > pea', 'TestSecond > leek'])
  })

  it('is given what there was where it was put off', () => {
    const body = 'one, two := "a", "b"; defer func(given string) { t.Run(given + two, func(t *testing.T) {}) }(one); one, two = "c", "d"'
    assert.deepEqual(cooking(body), ['TestFirst > ad', 'TestSecond > leek'])
  })

  it('happens before those that were put off earlier', () => {
    const body = 'for _, name := range []string{"a", "b"} { defer t.Run(name, func(t *testing.T) {}) }; t.Run("c", func(t *testing.T) {})'
    assert.deepEqual(cooking(body), ['TestFirst > c', 'TestFirst > b', 'TestFirst > a', 'TestSecond > leek'])
  })
})

describe('what a test cleans up', () => {
  const restoring = 'old := soups; soups = []string{"pea"}; t.Cleanup(func() { soups = old })'

  it('is done when the test has ended', () => {
    assert.deepEqual(cooking(`${restoring}; ${EACH}`), ['TestFirst > pea', 'TestSecond > leek'])
    assert.deepEqual(cooking(`t.Run("in", func(t *testing.T) { ${restoring} }); ${EACH}`), [
      'TestFirst > in',
      'TestFirst > leek',
      'TestSecond > leek',
    ])
  })

  it('is done by one that skips, too', () => assert.deepEqual(cooking(`${restoring}; t.Skip()`), ['TestFirst', 'TestSecond > leek']))

  it('may be done where it may be asked for', () =>
    assert.deepEqual(cooking('if testing.Short() { t.Cleanup(func() { soups = nil }) }'), ['TestFirst', 'TestSecond > soup (dynamic)']))
})
