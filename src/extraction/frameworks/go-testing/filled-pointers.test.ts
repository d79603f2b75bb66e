/** Tests named after what others fill in, through a pointer that they are given. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const OTHERS = { 'b_test.go': 'package a\nfunc pour(m *menu) { m.Drinks = append(m.Drinks, "tea") }\n' }

const namedAfter = (body: string): string[] =>
  namesOf(
    `import "example.com/yaml"
type menu struct { Drinks []string; note string }
func TestMenu(t *testing.T) {
	${body}
	for _, drink := range m.Drinks { t.Run(drink, func(t *testing.T) {}) }
}
func read(t *testing.T) *menu {
	m := &menu{}
	err := yaml.Unmarshal(nil, m)
	if err != nil { t.Fatal(err) }
	return m
}`,
    OTHERS,
  )

describe('what is empty and given to a package outside of the repository by a pointer', () => {
  for (const [way, body] of Object.entries({
    'as a variable of that': 'm := &menu{}; err := yaml.Unmarshal(nil, m); if err != nil { t.Fatal(err) }',
    'made by new': 'm := new(menu); if err := yaml.Unmarshal(nil, m); err != nil { t.Fatal(err) }',
    'in an assertion': 'm := &menu{}; require.NoError(t, yaml.Unmarshal(nil, m))',
    'by a method': 'm := &menu{}; yaml.NewDecoder(nil).Decode(m)',
    'through another name': 'var m menu; filled := &m; yaml.Unmarshal(nil, filled)',
    'by a helper': 'm := read(t)',
  }))
    it(`may hold anything afterwards: ${way}`, () => {
      assert.deepEqual(namedAfter(body), ['TestMenu > drink (dynamic)'])
    })

  it('is as it was where nobody fills it', () => {
    assert.deepEqual(namedAfter('m := &menu{Drinks: []string{"ale"}}; t.Log(m)'), ['TestMenu > ale'])
  })
})

describe('what a function of another file fills in', () => {
  it('is known', () => {
    assert.deepEqual(namedAfter('m := &menu{}; pour(m)'), ['TestMenu > tea'])
  })
})
