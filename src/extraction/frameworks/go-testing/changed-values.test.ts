import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const named = (statements: string): string[] =>
  namesOf(`import ("encoding/xml"; "fmt"; "io"; "os"; "slices"; "sort"; "strings")
type item struct { Name string }
var f = func(t *testing.T) {}
func TestAll(t *testing.T) {
	${statements}
}`)

/** What is changed by what isn't known is no name any more; fixtures/values has what is known. */
const cases: Record<string, [statements: string, names: string[]]> = {
  'a field that only may be set': [
    'i := item{Name: "a"}; if len(os.Args) > 1 { i.Name = "b" }; t.Run(i.Name, f)',
    ['TestAll > i.Name (dynamic)'],
  ],
  'a field without a value that only may be set': [
    'i := item{}; if len(os.Args) > 1 { i.Name = "b" }; t.Run(i.Name, f)',
    ['TestAll > i.Name (dynamic)'],
  ],
  'a struct that a library fills': [
    'i := item{Name: "a"}; xml.Unmarshal([]byte("<item/>"), &i); t.Run(i.Name, f)',
    ['TestAll > i.Name (dynamic)'],
  ],
  'a variable that a library fills': ['n := "a"; fmt.Sscan("b", &n); t.Run(n, f)', ['TestAll > n (dynamic)']],
  'an element at an unknown index': [
    'l := []string{"a", "b"}; l[len(os.Args)] = "c"; for _, n := range l { t.Run(n, f) }',
    ['TestAll > n (dynamic)'],
  ],
  'what a pointer to one of two leads to': [
    'a, b := item{"a"}, item{"b"}; p := &a; if len(os.Args) > 1 { p = &b }; p.Name = "c"; t.Run(a.Name, f); t.Run("known", f)',
    ['TestAll > a.Name (dynamic)', 'TestAll > known'],
  ],
  'what a second append may have put over the first': [
    'a := append([]string{"a", "b"}, "c"); x := append(a, "x"); y := append(a, "y"); t.Run(x[3], f); t.Run(y[3], f)',
    ['TestAll > x[3] (dynamic)', 'TestAll > y'],
  ],
  'a slice that may share its array with one that is appended to': [
    'a := append([]string{"a"}, "b"); b := append(a, "c"); b[0] = "z"; t.Run(a[0], f); t.Run(b[0], f)',
    ['TestAll > a[0] (dynamic)', 'TestAll > z'],
  ],
  'bytes that are changed through another slice': [
    'a := []byte("abc"); b := a[1:]; b[0] = 0x5a; t.Run(string(a), f); t.Run(string(b), f)',
    ['TestAll > string(a) (dynamic)', 'TestAll > Zc'],
  ],
  'a text that only may be written into': [
    'var b strings.Builder; b.WriteString("a"); if len(os.Args) > 1 { b.WriteString("b") }; t.Run(b.String(), f)',
    ['TestAll > b.String() (dynamic)'],
  ],
  'a text that others write into': [
    'b := &strings.Builder{}; io.Copy(b, os.Stdin); t.Run(b.String(), f)',
    ['TestAll > b.String() (dynamic)'],
  ],
  'a text that is written into by a function literal': [
    'b := new(strings.Builder); write := func() { b.WriteString("a") }; write(); t.Run(b.String(), f)',
    ['TestAll > b.String() (dynamic)'],
  ],
  'a table that is sorted by a function': [
    'a := []string{"b", "a", "c"}; sort.Slice(a, func(i, j int) bool { return a[i] < a[j] }); t.Run(a[0], f); slices.SortFunc(a, func(x, y string) int { return strings.Compare(y, x) }); t.Run(a[0]+"!", f)',
    ['TestAll > a', 'TestAll > c!'],
  ],
  'a table that is sorted by what no text tells': [
    'a := []string{"b", "a"}; sort.Slice(a, func(i, j int) bool { return len(os.Args) > i }); t.Run(a[0], f); b := []string{os.Args[0], "a"}; sort.Strings(b); t.Run(b[1], f)',
    ['TestAll > a[0] (dynamic)', 'TestAll > b[1] (dynamic)'],
  ],
  'a struct whose address a function of a table is given': [
    'all := []struct{ set func(*item) }{{func(i *item) { i.Name = "a" }}, {func(i *item) { i.Name = os.Args[0] }}}; for _, c := range all { i := &item{}; c.set(i); t.Run(i.Name, f) }',
    ['TestAll > a', 'TestAll > i.Name (dynamic)'],
  ],
  'an element that only may be appended over another': [
    'a := []string{"a", "b"}; if len(os.Args) > 1 { _ = append(a[:1], "c") }; t.Run(a[1], f)',
    ['TestAll > a[1] (dynamic)'],
  ],
}

describe("a value of Go's that is changed", () => {
  for (const [title, [statements, names]] of Object.entries(cases))
    it(`says so of ${title}`, () => {
      assert.deepEqual(named(statements), names)
    })
})
