import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inventoryOf } from './testing/inventory-of.ts'
import { namesOf } from './testing/names-of.ts'

const OTHERS = {
  'go.mod': 'module example.org/shop\n',
  'helpers_test.go': `package a

import ("sync"; "testing"; "elsewhere.org/outside"; "example.org/shop/kit")

type row struct { title string; limit int; run func(t *testing.T) }
func (r row) Title() string { return r.title + "!" }
type base struct { name string }
type extended struct { base; size int }
const first = "first"
const second = "second"
type byName map[string]int
func listed(t *testing.T) { t.Run("listed", func(t *testing.T) {}) }
func quiet(t *testing.T) { t.Log("quiet") }
func eachOf(t *testing.T, runs ...func(t *testing.T)) { for _, run := range runs { run(t) } }
type sequence struct { n int }
func (s *sequence) next() int { s.n++; return s.n }
func counted(t *testing.T) int { t.Run("counted", func(t *testing.T) {}); return 1 }
func measured(t *testing.T, count func(t *testing.T) int) int { run := func() int { return count(t) }; return run() }
func eachStep(h *kit.Harness, names []string, do func(h *kit.Harness, name string)) { for _, name := range names { do(h, name) } }
func with(t *testing.T, run func(t *testing.T)) { run(t) }
var tests sync.Map
type client struct { base kit.Harness }
func newClient(t *testing.T) *client { tests.Store("t", t); return &client{} }
type logger struct { t *testing.T }
type wire struct { loud bool }
func (w *wire) speak() { w.loud = true }
func dial(t *testing.T) *wire { w := &wire{}; if t != nil && first == second { w.speak(); outside.Log(w, &logger{t: t}) }; return w }
func inside(c *outside.C) { c.Run("inside", func(c *outside.C) {}) }
func wrapped(t *testing.T) *outside.C { c := outside.New(t); return c }
type wrapper struct { *outside.C }
func within(w wrapper) { w.Run("within", func(c *outside.C) {}) }
func deeper(c *outside.C) { inside(c) }
type settings struct { t *testing.T }
type keeper struct { with settings }
func newKeeper(with settings) *keeper { return &keeper{with: with} }
func (k *keeper) list(name string) { k.with.t.Run(name, func(t *testing.T) {}) }
func useKeeper(k *keeper) { k.list("used") }
type C struct { name string; check func(t *testing.T) }
func runCase(t *testing.T, c C) { t.Run(c.name, func(t *testing.T) { c.check(t) }) }
func (c *client) check(t *testing.T, name string) { if name == "" { t.Fatal("none") } }
func (c *client) list(t *testing.T, name string) { t.Run(name, func(t *testing.T) {}) }
`,
  'kit/kit.go': `package kit

import "testing"

type Harness struct { t *testing.T }
func New(t *testing.T) *Harness { return &Harness{t} }
func (h *Harness) Step(name string, body func(*Harness)) { h.t.Run(name, func(t *testing.T) { body(New(t)) }) }
func (h *Harness) Quiet() {}
func (h *Harness) Made(name string) any { h.t.Run(name, func(t *testing.T) {}); return nil }
`,
}

const PARTS = `import ("elsewhere.org/outside"; "example.org/shop/kit"; "fmt"; "math")
`

type Bodies = Record<string, [statements: string, names: string[]]>

/** What is listed of a test by its body. */
const itLists = (bodies: Bodies, subject: string): void => {
  for (const [title, [statements, names]] of Object.entries(bodies))
    it(`${subject} ${title}`, () => {
      assert.deepEqual(namesOf(`${PARTS}func TestAll(t *testing.T) {\n${statements}\n}`, OTHERS), names)
    })
}

const cases: Bodies = {
  'by a field alone': [
    'rows := []row{{title: "a", limit: load(t)}, {title: "b", run: listed}}; for _, r := range rows { t.Run(r.title, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > b'],
  ],
  'by a field of an anonymous struct without keys': [
    'for _, c := range []struct { size int; name string }{{load(t), "a"}, {2, "b"}} { t.Run(c.name, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > b'],
  ],
  'by a field of a named struct without keys': [
    'rows := []row{{"a", 1, nil}, {"b", 2, nil}}; for _, r := range rows { t.Run(r.title, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > b'],
  ],
  'by a field of what is embedded': [
    'rows := []extended{{base: base{name: "a"}, size: 1}, {base{"b"}, 2}}; for _, r := range rows { t.Run(r.name, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > b'],
  ],
  'by a method': [
    'rows := []row{{title: "a", limit: 1}}; for _, r := range rows { t.Run(r.Title(), func(t *testing.T) {}) }',
    ['TestAll > a!'],
  ],
  'by its index': [
    'rows := []*row{{title: "a"}, {title: "b"}}; for i := range rows { t.Run(rows[i].title, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > b'],
  ],
  'by another name for an element': [
    'rows := []row{{title: "a", limit: 1}}; for i := range rows { r := &rows[i]; other := r; t.Run(other.title, func(t *testing.T) {}) }',
    ['TestAll > a'],
  ],
  'as a whole, by what prints it': [
    'rows := []base{{name: "a"}}; for _, r := range rows { t.Run(fmt.Sprint(r), func(t *testing.T) {}) }',
    ['TestAll > {a}'],
  ],
  'with what is added to it': [
    'rows := []row{{title: "a"}}; rows = append(rows, row{title: "b", limit: load(t)}); for _, r := range rows { t.Run(r.title, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > b'],
  ],
  'with what is changed in it': [
    'rows := []row{{title: "a"}, {title: "b"}}; rows[1].title = "c"; for _, r := range rows { t.Run(r.title, func(t *testing.T) {}) }',
    ['TestAll > a', 'TestAll > c'],
  ],
  'of which only the keys are read': [
    'for name := range map[string]row{"a": {limit: load(t)}} { t.Run(name, func(t *testing.T) {}) }',
    ['TestAll > a'],
  ],
  'with constants as keys': [
    'third := "third"; for name := range (byName{first: 1, second: 2, third: 3, ".go": 4}) { t.Run(name, func(t *testing.T) {}) }',
    ['TestAll > first', 'TestAll > second', 'TestAll > third', 'TestAll > .go'],
  ],
  'by how many keys its rows have': [
    'type headers map[string]string; for _, h := range []headers{{first: "x", second: "y"}, {first: "z"}} { t.Run(fmt.Sprint(len(h)), func(t *testing.T) {}) }',
    ['TestAll > 2', 'TestAll > 1'],
  ],
  'with calls that count in what nobody reads': [
    's := &sequence{}; rows := []struct { id int; name string }{{id: s.next(), name: fmt.Sprint(s.next())}, {id: s.next(), name: fmt.Sprint(s.next())}}; for _, r := range rows { t.Run(r.name, func(t *testing.T) {}) }',
    ['TestAll > 2', 'TestAll > 4'],
  ],
  'with calls of a harness in what nobody reads': [
    'h := kit.New(t); rows := []struct { name string; made any }{{"a", h.Made("x")}}; for _, r := range rows { t.Run(r.name, func(t *testing.T) {}) }',
    ['TestAll > x', 'TestAll > a'],
  ],
  'with functions that declare tests': [
    'rows := []row{{title: "a", run: listed}, {title: "b", run: quiet}, {title: "c", run: func(t *testing.T) { t.Run("own", func(t *testing.T) {}) }}}; for _, r := range rows { t.Run(r.title, func(t *testing.T) { r.run(t) }) }',
    ['TestAll > b', 'TestAll > a > listed', 'TestAll > c > own'],
  ],
}

describe('a table of which no more is kept than is read', () => {
  itLists(cases, 'is read')
})

describe('a test that is given on', () => {
  const given: Bodies = {
    'to functions by another that calls them': ['with(t, listed); with(t, quiet)', ['TestAll > listed']],
    'to a function whose value another gives in a literal': ['measured(t, counted)', ['TestAll > counted']],
    'by a helper of another file to steps of a harness': [
      'h := kit.New(t); eachStep(h, []string{"a", "b"}, func(inner *kit.Harness, name string) { inner.Step(name, func(*kit.Harness) {}) })',
      ['TestAll > a', 'TestAll > b'],
    ],
    'where a variable is told apart by its type under its own name': [
      'var v any = "s"; switch v := v.(type) { case int: t.Run(fmt.Sprint("int", v), func(t *testing.T) {}); case string: t.Run("text "+v, func(t *testing.T) {}) }',
      ['TestAll > text_s'],
    ],
    'where a function literal changes what it is given by another': [
      'set := func(r *row, title string) { r.title = title }; reset := func(r *row) { set(r, "reset") }; r := &row{title: "a"}; reset(r); t.Run(r.title, func(t *testing.T) {})',
      ['TestAll > reset'],
    ],
    'where each of some function literals changes what it is given': [
      'for _, c := range []struct { set func(r *row) }{{func(r *row) { r.title = "x" }}} { one := &row{}; c.set(one); t.Run(one.title, func(t *testing.T) {}) }',
      ['TestAll > x'],
    ],
    'to a function literal in what holds it': [
      'step := func(h *kit.Harness, name string) { h.Step(name, func(*kit.Harness) {}) }; own := kit.New(t); step(own, "q")',
      ['TestAll > q'],
    ],
    'to a function that was put in place of one that declares nothing': [
      'check := func(t *testing.T) {}; p := &check; *p = listed; check(t)',
      ['TestAll > listed'],
    ],
    'to a helper by what a package outside makes of it': ['c := outside.New(t); inside(c)', ['TestAll > inside']],
    'to a helper of another file by what a helper makes of it outside': ['c := wrapped(t); inside(c)', ['TestAll > inside']],
    'to a helper by what holds what a package outside makes of it': ['w := wrapper{outside.New(t)}; within(w)', ['TestAll > within']],
    'to a helper by a name of what was made of it outside': ['c := outside.New(t); other := c; inside(other)', ['TestAll > inside']],
    'to a helper by a later name of what was made of it outside': ['var c *outside.C; c = outside.New(t); inside(c)', ['TestAll > inside']],
    'to a helper by what was made of it outside in a slice': [
      'c := outside.New(t); for _, one := range []*outside.C{c} { inside(one) }',
      ['TestAll > inside'],
    ],
    'to a helper that hands on what was made of it outside': ['deeper(outside.New(t))', ['TestAll > inside']],
    'to a constructor in what it is set up with': ['k := newKeeper(settings{t: t}); k.list("kept")', ['TestAll > kept']],
    'to a function that a package outside is given by name': [
      'f := func() { t.Run("called", func(t *testing.T) {}) }; outside.Call(f)',
      ['TestAll > called'],
    ],
    'to a function of a row by a type that is called as one that tests are wrapped in': [
      'runCase(t, C{name: "c", check: listed})',
      ['TestAll > c > listed'],
    ],
    'to a function by a harness that it is given': ['useKeeper(newKeeper(settings{t}))', ['TestAll > used']],
    'to a function in what a package outside is given': [
      'outside.New(&logger{t}, func() { t.Run("given", func(t *testing.T) {}) })',
      ['TestAll > given'],
    ],
    'to a helper in what a package outside is given': ['outside.Add(&logger{t}, counted(t))', ['TestAll > counted']],
    'to each of several functions': ['eachOf(t, quiet, listed)', ['TestAll > listed']],
    'to a method of what was made of a test': ['c := newClient(t); c.check(t, "x"); c.list(t, "by_method")', ['TestAll > by_method']],
    'by a harness to the function of a step': [
      'h := kit.New(t); h.Step("outer", func(inner *kit.Harness) { inner.Quiet(); inner.Step("inner", func(*kit.Harness) {}) })',
      ['TestAll > outer > inner'],
    ],
    'to a function of a table with a name of its own': [
      'for _, one := range []struct { do func(u *testing.T) }{{func(u *testing.T) { u.Run("x", func(*testing.T) {}) }}} { one.do(t) }',
      ['TestAll > x'],
    ],
  }
  itLists(given, 'reaches what is declared:')
})

describe('keys of maps', () => {
  const NINE = 'm := map[any]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, 9: 9}'
  const keyed: Bodies = {
    'are found among many': [
      `${NINE}; m["a"] = 11; m[9] = 99; t.Run(fmt.Sprint(m["a"], m[9], len(m)), func(t *testing.T) {})`,
      ['TestAll > 11_99_9'],
    ],
    'are found when they were taken away and added again': [
      `${NINE}; delete(m, "a"); m["i"] = 10; _, ok := m["a"]; t.Run(fmt.Sprint(ok, m["i"], len(m)), func(t *testing.T) {})`,
      ['TestAll > false_10_9'],
    ],
    'are taken away whatever they are': [
      `m := map[rune]int{'a': 1, 'b': 2}; delete(m, 'b'); p := map[row]int{{title: "x"}: 1, {title: "y"}: 2}; delete(p, row{title: "y"}); t.Run(fmt.Sprint(len(m), len(p)), func(t *testing.T) {})`,
      ['TestAll > 1_1'],
    ],
    'are pointers, each by itself': [
      'm := map[*row]int{}; rows := []*row{}; for i := 0; i < 12; i++ { r := &row{limit: i}; m[r] = i; rows = append(rows, r) }; m[rows[3]] = 30; t.Run(fmt.Sprint(len(m), m[rows[3]], m[rows[4]]), func(t *testing.T) {})',
      ['TestAll > 12_30_4'],
    ],
    'are too few for a length that is made of how many there are': [
      'm := map[string]int{}; for range make([]string, len(m)-1) { t.Run("each", func(t *testing.T) {}) }; t.Run("after", func(t *testing.T) {})',
      ['TestAll > each (dynamic)', 'TestAll > after'],
    ],
    'are no numbers are each another': [
      'm := map[float64]int{}; for i := 0; i < 12; i++ { m[float64(i)] = i }; m[math.NaN()] = 1; m[math.NaN()] = 2; _, ok := m[math.NaN()]; t.Run(fmt.Sprint(len(m), ok), func(t *testing.T) {})',
      ['TestAll > 14_false'],
    ],
  }
  itLists(keyed, 'that')
})

describe('what is much and does not matter', () => {
  const LOOP = 'for i := 0; i < 9000; i++ { for j := 0; j < 9000; j++ {'
  const much: Record<string, string> = {
    'fields that nobody reads': `rows := []row{{title: "a", limit: count()}}; for _, r := range rows { t.Run(r.title, func(t *testing.T) {}) }`,
    'a method of what another file makes': `c := newClient(t); ${LOOP} c.check(t, "x") }}`,
    'a function of another package that is no part of the repository': `${LOOP} outside.Check(t, i) }}`,
    'what a package outside makes of what holds the test': `server := outside.New(&logger{t}, func() {}); ${LOOP} server.Serve(i) }}`,
    'a helper that asks whether it is given a test': `${LOOP} dial(t) }}`,
    'a variable that is called as one that matters': `name := "a"; t.Run(name, func(t *testing.T) { ${LOOP} name := i * j; use(name) }} })`,
  }
  for (const [title, statements] of Object.entries(much))
    it(`is not followed: ${title}`, () => {
      const body = `import "elsewhere.org/outside"\nfunc count() int { n := 0; ${LOOP} n += i * j }}; return n }\nfunc TestAll(t *testing.T) {\n${statements}\n}`
      const { diagnostics } = inventoryOf({ 'a_test.go': `package a\n\nimport "testing"\n\n${body}`, ...OTHERS })
      assert.deepEqual(diagnostics, [])
    })
})
