/** Slices that may be longer than is known: what is appended to them has no certain place. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const listed = (body: string): string[] =>
  namesOf(`import ("fmt"; "os"; "slices"; "sort")
type cup struct { tea string }
func more() []string { names, _ := os.ReadDir(os.Getenv("HOME")); var all []string; for _, one := range names { all = append(all, one.Name()) }; return all }
func perhaps() []string { if os.Getenv("MORE") != "" { return []string{"mint", "nettle"} }; return nil }
func TestTeas(t *testing.T) {
	${body}
}
var _ = fmt.Sprint
var _ = sort.Strings
var _ = slices.Reverse[[]string]`).map((name) => name.replace('TestTeas > ', ''))

const GROWN =
  'teas := []string{"green"}; if os.Getenv("MORE") != "" { teas = append(teas, "mint") }; teas = append(teas, "black", "white");'
const byValue = 'for _, tea := range teas { t.Run(tea, func(t *testing.T) {}) }'
const byPlace = 'for at, tea := range teas { t.Run(fmt.Sprint(at, tea), func(t *testing.T) {}) }'
const UNPLACED = 'fmt.Sprint(at, tea) (dynamic)'

describe('a slice that may have been appended to', () => {
  it('has all that surely is in it', () => assert.deepEqual(listed(GROWN + byValue), ['green', 'black', 'white', 'mint']))

  it('tells places no further than to what may be there', () => {
    assert.deepEqual(listed(GROWN + byPlace), ['0green', UNPLACED, UNPLACED])
    assert.deepEqual(listed(`${GROWN} t.Run(teas[0], func(t *testing.T) {}); t.Run(teas[1], func(t *testing.T) {})`), [
      'green',
      'teas[1] (dynamic)',
    ])
  })

  it('may be one that a function gives or not', () => {
    assert.deepEqual(listed(`teas := append(perhaps(), "black"); ${byValue}`), ['mint', 'nettle', 'black'])
    assert.deepEqual(listed(`teas := append(perhaps(), "black"); ${byPlace}`), [UNPLACED, UNPLACED])
  })

  it('may begin with what is not known', () => {
    assert.deepEqual(listed(`teas := append(more(), "black", "white"); ${byValue}`), ['tea (dynamic)', 'black', 'white'])
    assert.deepEqual(listed('teas := append(more(), "black"); t.Run(teas[0], func(t *testing.T) {})'), ['teas[0] (dynamic)'])
    assert.deepEqual(listed(`teas := append(append([]string{"green"}, more()...), "black"); ${byPlace}`), ['0green', UNPLACED])
  })

  it('has no places when it was sorted, and those from the end when it was turned round', () => {
    const sorted = 'teas := append([]string{"white", "black"}, more()...); sort.Strings(teas);'
    assert.deepEqual(listed(sorted + byPlace), [UNPLACED])
    assert.deepEqual(listed(sorted + byValue), ['tea (dynamic)', 'white', 'black'])
    const turned = 'teas := append(more(), "white", "black"); slices.Reverse(teas);'
    assert.deepEqual(listed(turned + byPlace), ['0black', '1white', UNPLACED])
  })

  it('has no places behind another of which the length is not known', () =>
    assert.deepEqual(listed(`teas := slices.Concat(append([]string{"green"}, more()...), []string{"black"}); ${byPlace}`), [
      '0green',
      UNPLACED,
    ]))
})

describe('an item at a place that is not known', () => {
  const cups = 'cups := append([]cup{{"green"}, {"black"}}, cup{os.Getenv("TEA")});'
  const each = 'for _, one := range cups { t.Run(one.tea, func(t *testing.T) {}) }'
  const at = 'at := len(os.Getenv("AT"));'

  it('may be any when it is changed', () => {
    const names = ['one.tea (dynamic)']
    assert.deepEqual(listed(`${cups} ${at} cups[at].tea = "white"; ${each}`), names)
    assert.deepEqual(listed(`${cups} ${at} one := &cups[at]; one.tea = "white"; ${each}`), names)
    assert.deepEqual(listed(`${cups} ${at} cups[at] = cup{"white"}; ${each}`), names)
  })

  it('may be one behind what may be there', () =>
    assert.deepEqual(listed(`${GROWN} teas[1] = "yellow"; ${byValue}`), ['green', 'tea (dynamic)', 'tea (dynamic)']))
})
