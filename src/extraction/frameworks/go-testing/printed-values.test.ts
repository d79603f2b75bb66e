/** Names that `fmt` prints, as `go test -v` showed them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

/** What subtests are called that are named by these expressions; the types stand beside them. */
const printed = (expressions: readonly string[], types = ''): string[] =>
  namesOf(`import ("errors"; "fmt"; "time")
${types}
func TestAll(t *testing.T) {
	for _, name := range []string{${expressions.join(', ')}} {
		t.Run(name, func(t *testing.T) {})
	}
}`).map((name) => name.replace('TestAll > ', ''))

describe('values printed as names by go-testing', () => {
  it('fills, signs and marks numbers as their flags say', () => {
    assert.deepEqual(
      printed([
        'fmt.Sprintf("%05d|%-05d|%+05d|% 05d|%5.3d|%.0d|%x|%#x|%#08x|%#o|%#b|%O|%#X", 42, 42, 42, 42, 42, 0, -42, -42, 10, 8, 5, 8, 255)',
        `fmt.Sprintf("%c|%-5c|%q|%+q|%5q|%U|%#U|%#.6U", 'x', 'x', 'é', 'é', 'x', 'é', 'é', 'é')`,
        'fmt.Sprintf("%.2e|%E|%.0f|%-8.2f|%+f|% f|%08.2f|%.3g|%G|%v", 1234.5, 1e-10, 2.5, 2.0, 1.0, 1.0, -3.14159, 1234.5678, 1e-7, 0.00001)',
        'fmt.Sprint(float32(0.1), float32(1)/3, float64(float32(0.1)), int8(-128))',
        'fmt.Sprintf("%x", 1.5)',
      ]),
      [
        '00042|42___|+0042|_0042|__042||-2a|-0x2a|0x0000000a|010|0b101|0o10|0XFF',
        `x|x____|'é'|'\\u00e9'|__'x'|U+00E9|U+00E9_'é'|U+0000E9_'é'`,
        '1.23e+03|1.000000E-10|2|2.00____|+1.000000|_1.000000|-0003.14|1.23e+03|1E-07|1e-05',
        '0.1_0.33333334_0.10000000149011612_-128',
        'name (dynamic)',
      ],
    )
  })

  it("doesn't tell how a nil is written that may have a type of its own", () => {
    const body = (value: string): string[] =>
      namesOf(`import "fmt"
type Cup struct{ Size *int }
func TestNil(t *testing.T) {
	var cup *Cup
	full := Cup{}
	t.Run(fmt.Sprintf("%#v", ${value}), func(t *testing.T) {})
}`)
    assert.deepEqual(body('nil'), ['TestNil > <nil>'])
    assert.deepEqual(body('cup'), ['TestNil > fmt.Sprintf("%#v", cup) (dynamic)'])
    assert.deepEqual(body('full.Size'), ['TestNil > fmt.Sprintf("%#v", full.Size) (dynamic)'])
  })

  it("doesn't tell how complex numbers are written", () => {
    const values = ['complex64(10)', '[]complex128{10, 20}', 'map[string]complex64{"a": 1}', 'pair{left: 3}', 'pair{}', 'kind(3)']
    for (const value of values)
      assert.deepEqual(
        printed([`fmt.Sprint(${value})`], 'type pair struct { left complex64 }\ntype kind complex64'),
        ['name (dynamic)'],
        value,
      )
  })

  it('prints texts and bytes as their flags say', () => {
    assert.deepEqual(
      printed([
        'fmt.Sprintf("%05s|%-05s|%5.1s|%.1x|% x|%# x|%#x|% X", "ab", "ab", "ab", "é", "abc", "abc", "abc", "abc")',
        'fmt.Sprintf("%#q|%#q|%+q|%#+q", "ab", "a`b", "é☃", "é")',
        'fmt.Sprintf("%v|%d|%s|%x|% x|%q|%X", []byte("hi"), []byte("hi"), []byte("hi"), []byte("hi"), []byte("hi"), []byte("hi"), []byte{1, 171})',
        'fmt.Sprintf("%x|%6v|%q|%d", []string{"a", "b"}, []int{1, 2}, []rune("hé"), map[string]bool{"a": true})',
      ]),
      [
        '000ab|ab___|____a|c3|61_62_63|0x61_0x62_0x63|0x616263|61_62_63',
        '`ab`|"a`b"|"\\u00e9\\u2603"|`é`',
        '[104_105]|[104_105]|hi|6869|68_69|"hi"|01AB',
        "[61_62]|[_____1______2]|['h'_'é']|map[%!d(string=a):%!d(bool=true)]",
      ],
    )
  })

  it('raises and lowers letters one by one', () => {
    assert.deepEqual(
      namesOf(`import "strings"
func TestAll(t *testing.T) {
	for _, name := range []string{strings.ToUpper("straße ﬁ"), strings.ToLower("İI"), strings.Title("hello wOrld o'neil x-y_z 1st")} {
		t.Run(name, func(t *testing.T) {})
	}
}`),
      ['STRAßE_ﬁ', 'ii', "Hello_WOrld_O'Neil_X-Y_z_1st"].map((name) => `TestAll > ${name}`),
    )
  })

  it('puts no plus before numbers for names of fields, nor before bytes', () => {
    assert.deepEqual(printed(['fmt.Sprintf("%+v|%+d|%+v|%+v", []byte("hi"), []int{1}, []int{1}, 2)']), ['[104_105]|[+1]|[1]|2'])
  })

  it('calls the methods that fmt may call, and no others', () => {
    assert.deepEqual(
      printed(
        [
          'fmt.Sprint(Ptr{1}, &Ptr{1}, []Ptr{{2}})',
          'fmt.Sprintf("%v|%+v", Hold{1, 1, "x"}, Hold{1, 1, "x"})',
          'fmt.Sprintf("%#x|%#q|%d", C(1), C(1), []C{1})',
          'fmt.Sprint(Own{})',
          'fmt.Sprint([]error{errors.New("a"), nil}, map[string]string{"a b": "c d", "x": "y"})',
          'fmt.Sprint(time.Monday, []fmt.Stringer{C(1)}, time.Minute)',
        ],
        `type C int
func (c C) String() string { return "red" }
type Ptr struct{ n int }
func (p *Ptr) String() string { return "ptr" }
type Hold struct {
	A C
	b C
	S string
}
type Own struct{}
func (Own) Format(s fmt.State, verb rune) { fmt.Fprint(s, "own") }`,
      ),
      [
        '{1}_ptr_[{2}]',
        '{red_1_x}|{A:red_b:1_S:x}',
        '0x726564|`red`|[1]',
        '[a_<nil>]_map[a_b:c_d_x:y]',
        'Monday_[red]_1m0s',
        'name (dynamic)',
      ],
    )
  })

  it('prints what is nil by the type that holds it', () => {
    assert.deepEqual(
      printed(
        [
          'fmt.Sprintf("%v|%d|%s|%q", S{}, S{}, S{}, S{})',
          'fmt.Sprintf("%s|%v|%d", &[]string{"a"}, &map[string]int{"a": 1}, []any{nil, 1})',
        ],
        `type S struct {
	P *int
	I any
	M map[string]int
	L [][]string
}`,
      ),
      [
        '{<nil>_<nil>_map[]_[]}|{0_<nil>_map[]_[]}|{%!s(*int=<nil>)_<nil>_map[]_[]}|{%!q(*int=<nil>)_<nil>_map[]_[]}',
        '&[a]|&map[a:1]|[<nil>_1]',
      ],
    )
  })
})
