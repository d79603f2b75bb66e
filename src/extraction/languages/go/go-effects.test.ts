import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lowerGo } from './lower-go.ts'

/** Which of the functions of a file are taken to change nothing. */
const inertIn = (text: string): string[] =>
  lowerGo(`package a\n${text}`).body.flatMap((statement) =>
    statement.kind === 'function' && statement.function.inert ? [statement.function.name] : [],
  )

describe('what a function changes', () => {
  it('is nobody else’s matter where it declares or makes that itself', () => {
    assert.deepEqual(
      inertIn(`
func sum(of []int) int { total := 0; for _, one := range of { total += one }; return total }
func copied(of []int) []int { made := make([]int, len(of)); copy(made, of); made[0] = 1; return made }
func joined(of []string) string { var b strings.Builder; for _, one := range of { b.WriteString(one) }; return b.String() }
func spelled(of string) string { made := []rune(of); made[0] = 'x'; return string(made) }`),
      ['sum', 'copied', 'joined', 'spelled'],
    )
  })

  it('matters where it was given that, or stands around it', () => {
    assert.deepEqual(
      inertIn(`
var count int
func counted() int { count++; return count }
func filled(list []int) []int { list[0] = 1; return list }
func sorted(of letters) string { made := []rune(of); made[0] = 'x'; return string(made) }
func added(list *[]int) int { list.add(1); return list.size }
func given(b *strings.Builder) string { b.WriteString("x"); return b.String() }`),
      [],
    )
  })
})

/** Which of the functions of a test file have anything left that may matter to tests. */
const keptOf = (text: string): string[] =>
  lowerGo(`package a\nimport ("testing"; "plans")\n${text}`).body.flatMap((statement) => {
    const declared = statement.kind === 'declare' ? statement.value : statement
    return declared?.kind === 'function' && declared.function.body.length > 0 ? [declared.function.name] : []
  })

describe('what of a test can matter', () => {
  it('is nothing where it only tries its own values, also as a method of a type that has no name for itself', () => {
    assert.deepEqual(
      keptOf(`
func TestOwn(t *testing.T) { var m matrix; m.data = nil; m.rows = int64(3); m.isSet = true; panics(func() { m.add(m) }) }
func TestFields(t *testing.T) { p := provider(); p.apply = applyAll; p.plan = planAll; run(p) }
func TestTypes(t *testing.T) { var r plans.Response; r.text = "a"; check(r) }
func (s) TestMethod(t *testing.T) { for _, one := range table { if read(one) != one { t.Errorf("read %v", one) } } }`),
      [],
    )
  })

  it('is nothing where only the name of the test is asked for', () => {
    assert.deepEqual(keptOf(`func TestNamed(t *testing.T) { list := listFor(t.Name() + "a"); use(list) }`), [])
  })

  it('is what changes what others see, through a field too', () => {
    assert.deepEqual(
      keptOf(`
var shared = []string{"a"}
func TestAlias(t *testing.T) { one := shared; one[0] = "b" }
func TestField(t *testing.T) { var p provider; p.names = shared; p.names[0] = "b" }
func TestGiven(t *testing.T) { change(t, func(options *plans.Options) { options.Mode = "a" }) }`),
      ['TestAlias', 'TestField', 'TestGiven'],
    )
  })
})
