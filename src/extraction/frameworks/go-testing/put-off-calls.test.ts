/** What a test does when it ends: calls that `defer` puts off, and what it is given to clean up by. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsOf } from './testing/inventory-of.ts'
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

  it('is of the function that there was where it was put off, with what it is called on', () => {
    const serving = 'type kitchen struct{ soup string }; func (k kitchen) serve(t *testing.T) { t.Run(k.soup, func(t *testing.T) {}) }'
    const first = (body: string): string[] => cooking(body, serving).filter((name) => name.startsWith('TestFirst'))
    const named = (name: string): string => `func() { t.Run("${name}", func(t *testing.T) {}) }`
    assert.deepEqual(first(`serve := ${named('a')}; defer serve(); serve = ${named('b')}; _ = serve`), ['TestFirst > a'])
    assert.deepEqual(first(`all := map[int]func(){1: ${named('a')}}; defer all[1](); delete(all, 1)`), ['TestFirst > a'])
    assert.deepEqual(first('k := kitchen{"a"}; defer k.serve(t); k.soup = "b"; k = kitchen{"c"}'), ['TestFirst > a'])
    assert.deepEqual(first('k := &kitchen{"a"}; defer k.serve(t); k = &kitchen{"b"}; _ = k'), ['TestFirst > a'])
  })

  it('is made on what its receiver has become where that is shared', () => {
    const serving = 'type kitchen struct{ soup string }; func (k *kitchen) serve(t *testing.T) { t.Run(k.soup, func(t *testing.T) {}) }'
    assert.deepEqual(cooking('k := kitchen{"a"}; defer k.serve(t); k.soup = "b"', serving), ['TestFirst > b', 'TestSecond > leek'])
  })

  it('is of the object that was made for it where it was put off', () => {
    const serve = `type kitchen struct{ old []string }
func open(given ...string) *kitchen { k := &kitchen{soups}; soups = given; return k }
func (k *kitchen) Close() { soups = k.old }`
    assert.deepEqual(cooking(`defer open("pea").Close(); ${EACH}`, serve), ['TestFirst > pea', 'TestSecond > leek'])
  })

  it('is given copies of structs, and slices as they are then', () => {
    const dish = 'type dish struct{ name string }'
    const copied = 'd := dish{"a"}; defer func(given dish) { t.Run(given.name, func(t *testing.T) {}) }(d); d.name = "b"'
    assert.deepEqual(cooking(copied, dish), ['TestFirst > a', 'TestSecond > leek'])
    const each = 'func(given ...string) { for _, name := range given { t.Run(name, func(t *testing.T) {}) } }'
    const spread = (change: string): string[] => cooking(`all := []string{"a", "b"}; defer ${each}(all...); ${change}`)
    assert.deepEqual(spread('all = []string{"c"}'), ['TestFirst > a', 'TestFirst > b', 'TestSecond > leek'])
    assert.deepEqual(spread('all[0] = "c"'), ['TestFirst > c', 'TestFirst > b', 'TestSecond > leek'])
  })

  it('happens where the test skips, too, as do those that were put off before one that skips', () => {
    const restoring = 'old := soups; soups = []string{"pea"}; defer func() { soups = old }()'
    assert.deepEqual(cooking(`${restoring}; t.Skip()`), ['TestFirst', 'TestSecond > leek'])
    assert.deepEqual(cooking(`${restoring}; defer t.SkipNow()`), ['TestFirst', 'TestSecond > leek'])
    assert.deepEqual(
      cooking(
        't.Run("in", func(t *testing.T) { skipping(t); t.Run("never", nil) })',
        `func skipping(t *testing.T) { ${restoring}; t.Skip() }`,
      ),
      ['TestFirst > in', 'TestSecond > leek'],
    )
    assert.deepEqual(cooking('defer t.Run("more", func(t *testing.T) {}); defer t.Skip(); t.Run("one", func(t *testing.T) {})'), [
      'TestFirst > one',
      'TestFirst > more',
      'TestSecond > leek',
    ])
  })

  it('happens any number of times where it is put off so often', () =>
    assert.deepEqual(
      namesOf('import "os"\nfunc TestFirst(t *testing.T) { for range os.Args { defer t.Run("a", func(t *testing.T) {}) } }'),
      ['TestFirst > a (dynamic)'],
    ))

  it('is one declaration in all turns of a loop', () => {
    const body = 'for _, name := range []string{"a", "b"} { func() { defer t.Run(name, func(t *testing.T) {}) }() }'
    assert.deepEqual(
      testsOf(`func TestFirst(t *testing.T) { ${body} }`).map(({ cases }) => cases),
      [{ kind: 'listed', names: ['a', 'b'] }],
    )
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

  it('is what a method does that skips', () => {
    const pot = 'type pot struct{ t *testing.T }\nfunc (p *pot) Stir() { p.t.Skip("late") }\n'
    const statuses = (body: string): string[] => testsOf(`${pot}func TestFirst(t *testing.T) { ${body} }`).map(({ status }) => status)
    assert.deepEqual(statuses('p := &pot{t: t}; t.Cleanup(p.Stir)'), ['skipped'])
    assert.deepEqual(statuses('t.Cleanup(t.SkipNow)'), ['skipped'])
  })

  it('may skip, which ends neither the others nor the tests that follow', () =>
    assert.deepEqual(cooking(`${restoring}; t.Cleanup(func() { t.Skip("late") }); t.Run("in", func(t *testing.T) {})`), [
      'TestFirst > in',
      'TestSecond > leek',
    ]))

  it('is also done where cleaning up asks for it', () => {
    const nested = 'old := soups; soups = []string{"pea"}; t.Cleanup(func() { t.Cleanup(func() { soups = old }) })'
    assert.deepEqual(cooking(nested), ['TestFirst', 'TestSecond > leek'])
  })

  it('ends where it asks for itself for ever', () =>
    assert.deepEqual(cooking('var again func(); again = func() { t.Cleanup(again) }; t.Cleanup(again)'), [
      'TestFirst',
      'TestSecond > leek',
    ]))

  it('is done any number of times where it is asked for so often', () => {
    const late = 'u.Cleanup(func() { t.Run("late", func(t *testing.T) {}) })'
    const body = `t.Run("in", func(u *testing.T) { for range os.Args { ${late} } })`
    assert.deepEqual(namesOf(`import "os"\nfunc TestFirst(t *testing.T) { ${body} }`), ['TestFirst > in', 'TestFirst > late (dynamic)'])
  })
})
