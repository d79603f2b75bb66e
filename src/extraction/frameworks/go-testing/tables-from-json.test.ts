/** What is known of tables that are read from JSON, and what isn't. The fixture `json` has what `go test -v` shows of them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const FILES = { 'testdata/teas.json': '[{ "name": "green", "cups": 2 }, { "name": "black", "cups": 9007199254740993 }]' }

const teaFile = (body: string, before = ''): string => `import ("encoding/json"; "os"; "strings"; "fmt")
${before}
func TestTeas(t *testing.T) {
	data, err := os.ReadFile("testdata/teas.json")
	if err != nil {
		t.Fatal(err)
	}
	_ = data
	${body}
}
var _ = strings.NewReader
var _ = fmt.Sprint
var _ json.Number`

const over = (declaration: string, name = 'tea.Name', read = 'json.Unmarshal(data, &teas)'): string => `var teas ${declaration}
	${read}
	for _, tea := range teas {
		t.Run(${name}, func(t *testing.T) {})
	}`

const DYNAMIC = ['TestTeas > tea.Name (dynamic)']

describe('tables read from JSON', () => {
  it('have the rows of the file', () =>
    assert.deepEqual(namesOf(teaFile(over('[]struct{ Name string }')), FILES), ['TestTeas > green', 'TestTeas > black']))

  it('keep rows of which a field decodes itself, and not what that is', () => {
    const own = `type Cups struct{ count int }
func (c *Cups) UnmarshalJSON(data []byte) error { return nil }
type Tea struct { Name string; Cups Cups }`
    assert.deepEqual(namesOf(teaFile(over('[]Tea'), own), FILES), ['TestTeas > green', 'TestTeas > black'])
    assert.deepEqual(namesOf(teaFile(over('[]Tea', 'fmt.Sprint(tea.Cups)'), own), FILES), ['TestTeas > fmt.Sprint(tea.Cups) (dynamic)'])
  })

  it("aren't known where a row decodes itself, or embeds what may", () => {
    const own = 'type Tea struct { Name string }\nfunc (c *Tea) UnmarshalText(text []byte) error { return nil }'
    assert.deepEqual(namesOf(teaFile(over('[]Tea'), own), FILES), DYNAMIC)
    assert.deepEqual(namesOf(teaFile(over('[]Tea'), 'type Tea struct { Name string; time.Time }'), FILES), DYNAMIC)
  })

  it("aren't known where there are too many", () => {
    const many = JSON.stringify(Array.from({ length: 30_000 }, () => ({ name: 'mint' })))
    assert.deepEqual(namesOf(teaFile(over('[]struct{ Name string }')), { 'testdata/teas.json': many }), DYNAMIC)
  })

  it('have no number of which not all digits are kept', () =>
    assert.deepEqual(namesOf(teaFile(over('[]struct{ Cups int64 }', 'fmt.Sprint(tea.Cups)')), FILES), [
      'TestTeas > 2',
      'TestTeas > fmt.Sprint(tea.Cups) (dynamic)',
    ]))

  it("aren't known where the file isn't there, or is no JSON, or only may be read", () => {
    assert.deepEqual(namesOf(teaFile(over('[]struct{ Name string }')), {}), DYNAMIC)
    assert.deepEqual(namesOf(teaFile(over('[]struct{ Name string }')), { 'testdata/teas.json': 'version https://large' }), DYNAMIC)
    const maybe = 'if os.Getenv("TEAS") != "" {\njson.Unmarshal(data, &teas)\n}'
    assert.deepEqual(namesOf(teaFile(over('[]struct{ Name string }', 'tea.Name', maybe)), FILES), DYNAMIC)
  })

  it('are those of the first value that a reader gives, where there is one alone', () => {
    const decode = (text: string): string => `json.NewDecoder(strings.NewReader(\`${text}\`)).Decode(&teas)`
    const read = (text: string): string[] => namesOf(teaFile(over('[]struct{ Name string }', 'tea.Name', decode(text))))
    assert.deepEqual(read('[{"name": "white"}]'), ['TestTeas > white'])
    assert.deepEqual(read('[{"name": "white"}] [{"name": "red"}]'), DYNAMIC)
  })

  it('keep what was there where the text is no JSON', () =>
    assert.deepEqual(
      namesOf(
        teaFile(`name := "mate"
	if err := json.Unmarshal([]byte("{"), &name); err != nil {
		t.Run(name, func(t *testing.T) {})
	}`),
      ),
      ['TestTeas > mate'],
    ))

  it('are none where the file begins with a byte order mark', () => {
    const asked = 'var teas []any; err = json.Unmarshal(data, &teas); t.Run(fmt.Sprint(err == nil), func(t *testing.T) {})'
    assert.deepEqual(namesOf(teaFile(asked), { 'testdata/teas.json': '\ufeff[1]' }), ['TestTeas > false'])
    assert.deepEqual(namesOf(teaFile(asked), { 'testdata/teas.json': '[1]' }), ['TestTeas > true'])
  })

  it('keep the sign of nothing', () => {
    const files = { 'testdata/teas.json': '[-0, -0.0, 0]' }
    assert.deepEqual(
      namesOf(teaFile('var teas []any; json.Unmarshal(data, &teas); t.Run(fmt.Sprint(teas), func(t *testing.T) {})'), files),
      ['TestTeas > [-0_-0_0]'],
    )
    const whole = 'var teas [1]int; json.Unmarshal(data, &teas); t.Run(fmt.Sprint(teas), func(t *testing.T) {})'
    assert.deepEqual(namesOf(teaFile(whole), files), ['TestTeas > [0]'])
  })

  it('are read into the array that is there, and what it held behind comes to light again', () => {
    const reading = (texts: string[]): string =>
      `type tea struct { Name, Sort string }
	teas := []tea{{"mate", "green"}, {"mint", "fresh"}}
	first := teas[:1]
	_ = first
	${texts.map((text) => `json.Unmarshal([]byte(\`${text}\`), &teas)`).join('\n\t')}`
    const each = '\n\tfor _, one := range teas { t.Run(one.Name + one.Sort, func(t *testing.T) {}) }'
    assert.deepEqual(namesOf(teaFile(`${reading(['[{"Name": "kukicha"}]'])}${each}`)), ['TestTeas > kukichagreen'])
    assert.deepEqual(namesOf(teaFile(`${reading(['[{"Name": "kukicha"}]'])}\n\tt.Run(first[0].Name, func(t *testing.T) {})`)), [
      'TestTeas > kukicha',
    ])
    // `go test` has them as `agreen` and `bfresh`.
    assert.deepEqual(namesOf(teaFile(`${reading(['[{}]', '[{"Name": "a"}, {"Name": "b"}]'])}${each}`)), [
      'TestTeas > one.Name + one.Sort (dynamic)',
    ])
  })

  it('leave nothing of what was there where what is read is not known', () => {
    const read = 'teas := []string{"mate"}; json.Unmarshal([]byte(os.Getenv("TEAS")), &teas)'
    assert.deepEqual(namesOf(teaFile(`${read}; for _, tea := range teas { t.Run(tea, func(t *testing.T) {}) }`)), [
      'TestTeas > tea (dynamic)',
    ])
  })
})
