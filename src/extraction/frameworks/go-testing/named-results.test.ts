/** Results that have names, which calls that a function puts off can change when it has returned. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

/** What a test declares that goes through what a function gives. */
const soups = (declared: string): string[] =>
  namesOf(`import ("errors"; "os")
var _, _ = errors.New, os.Getenv
${declared}
func TestSoups(t *testing.T) { for _, soup := range soups() { t.Run(soup, func(t *testing.T) {}) } }`).map((name) =>
    name.replace('TestSoups > ', ''),
  )

describe('results with names', () => {
  it('are what deferred calls make of them', () => {
    const adding = 'defer func() { all = append(all, "late") }()'
    assert.deepEqual(soups(`func soups() (all []string) { ${adding}; all = append(all, "leek"); return }`), ['leek', 'late'])
    assert.deepEqual(soups(`func soups() (all []string) { ${adding}; return []string{"leek"} }`), ['leek', 'late'])
    assert.deepEqual(soups('func soups() (all []string) { defer func() { all[0] += "s" }(); return []string{"leek"} }'), ['leeks'])
    assert.deepEqual(soups(`func soups() []string { return func() (all []string) { ${adding}; return []string{"leek"} }() }`), [
      'leek',
      'late',
    ])
  })

  it('are so each for itself', () => {
    const failing =
      'func cook() (soup string, err error) { defer func() { if err != nil { soup = "burnt" } }(); return "leek", errors.New("hot") }'
    assert.deepEqual(soups(`${failing}\nfunc soups() []string { soup, _ := cook(); return []string{soup} }`), ['burnt'])
  })

  it('are no other variables of that name', () =>
    assert.deepEqual(
      soups('func soups() (all []string) { defer func() { all := 3; _ = all }(); { all := 3; _ = all }; return []string{"leek"} }'),
      ['leek'],
    ))

  it('may be changed where that hangs on something', () =>
    assert.deepEqual(
      soups('func soups() (all []string) { defer func() { if os.Getenv("CI") != "" { all = nil } }(); return []string{"leek"} }'),
      ['soup (dynamic)'],
    ))

  it('may be what a panic leads to', () =>
    assert.deepEqual(
      soups(`func saved(cook func()) (soup string) { defer func() { if recover() != nil { soup = "burnt" } }(); cook(); return "leek" }
func soups() []string { return []string{saved(func() { panic("hot") })} }`),
      ['soup (dynamic)'],
    ))

  it("aren't changed where the function gives others", () =>
    assert.deepEqual(soups('func soups() []string { all := []string{"leek"}; defer func() { all = append(all, "late") }(); return all }'), [
      'leek',
    ]))
})
