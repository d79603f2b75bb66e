/** What is run beside a test, as far as its results don't hang on the order. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const cooking = (declared: string, started: (body: string) => string): string[] =>
  namesOf(`import ("sync"; "golang.org/x/sync/errgroup")
func TestSoups(t *testing.T) {
	var soups []string
	var lock sync.Mutex
	${declared}
	for _, name := range []string{"leek", "pea"} {
		${started('lock.Lock(); defer lock.Unlock(); soups = append(soups, name)')}
	}
	group.Wait()
	for _, soup := range soups {
		t.Run(soup, func(t *testing.T) {})
	}
}
var _ errgroup.Group`)

describe('what is run beside a test', () => {
  it('is followed where it is started', () => {
    const names = ['TestSoups > leek', 'TestSoups > pea']
    assert.deepEqual(
      cooking('var group sync.WaitGroup', (body) => `group.Add(1); go func() { defer group.Done(); ${body} }()`),
      names,
    )
    assert.deepEqual(
      cooking('var group sync.WaitGroup', (body) => `group.Go(func() { ${body} })`),
      names,
    )
    assert.deepEqual(
      cooking('group := new(errgroup.Group)', (body) => `group.Go(func() error { ${body}; return nil })`),
      names,
    )
  })

  it("isn't known where a channel brings it", () =>
    assert.deepEqual(
      namesOf(`func TestSoups(t *testing.T) {
	soups := make(chan string)
	go func() { soups <- "leek"; close(soups) }()
	for soup := range soups {
		t.Run(soup, func(t *testing.T) {})
	}
}`),
      ['TestSoups > soup (dynamic)'],
    ))
})
