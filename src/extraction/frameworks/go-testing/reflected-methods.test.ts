/** Suites that a repository's own code runs by what reflection tells of their methods, as `go test -v` showed them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const TYPES = `import ("reflect"; "strings")
type base struct{}
func (base) TestShared(t *testing.T) {}
func (*base) TestOfPointer(t *testing.T) {}
type suite struct { base }
func (suite) TestSecond(t *testing.T) { t.Run("inner", func(t *testing.T) {}) }
func (s suite) TestFirst(t *testing.T) {}
func (s *suite) TestPointer(t *testing.T) {}
func (suite) TestOther(t *testing.T, count int) {}
func (suite) testHidden(t *testing.T) {}
func (suite) Helper(t *testing.T) {}
`

const RUN_BY_NAME = `
func run(t *testing.T, x any) {
	xt, xv := reflect.TypeOf(x), reflect.ValueOf(x)
	for i := 0; i < xt.NumMethod(); i++ {
		name := xt.Method(i).Name
		if !strings.HasPrefix(name, "Test") {
			continue
		}
		if f, ok := xv.MethodByName(name).Interface().(func(*testing.T)); ok {
			t.Run(strings.TrimPrefix(name, "Test"), f)
		}
	}
}`

describe('methods that reflection finds', () => {
  it('are those of a value, or of a pointer, with what it embeds', () => {
    assert.deepEqual(namesOf(`${TYPES}${RUN_BY_NAME}\nfunc TestValue(t *testing.T) { run(t, suite{}) }`), [
      'TestValue > First',
      'TestValue > Shared',
      'TestValue > Second > inner',
    ])
    assert.deepEqual(namesOf(`${TYPES}${RUN_BY_NAME}\nfunc TestPointer(t *testing.T) { run(t, &suite{}) }`), [
      'TestPointer > First',
      'TestPointer > OfPointer',
      'TestPointer > Pointer',
      'TestPointer > Shared',
      'TestPointer > Second > inner',
    ])
  })

  it('are called, with what they are a method of or without it', () => {
    assert.deepEqual(
      namesOf(`${TYPES}
func TestCalled(t *testing.T) {
	x := reflect.ValueOf(suite{})
	for i := 0; i < x.NumMethod(); i++ {
		method := x.Type().Method(i)
		if method.Type.NumIn() != 2 || !strings.HasSuffix(method.Name, "Second") {
			continue
		}
		t.Run(method.Name, func(t *testing.T) { method.Func.Call([]reflect.Value{x, reflect.ValueOf(t)}) })
		t.Run("bound", func(t *testing.T) { x.Method(i).Call([]reflect.Value{reflect.ValueOf(t)}) })
	}
	if !x.MethodByName("TestMissing").IsValid() {
		t.Run("missing", func(t *testing.T) {})
	}
	if _, found := x.Type().MethodByName("TestFirst"); found {
		t.Run("found", func(t *testing.T) {})
	}
}`),
      ['TestCalled > missing', 'TestCalled > found', 'TestCalled > TestSecond > inner', 'TestCalled > bound > inner'],
    )
  })

  it('stay open where the type is not known', () => {
    assert.deepEqual(namesOf(`${TYPES}${RUN_BY_NAME}\nfunc TestUnknown(t *testing.T) { run(t, other.Suite{}) }`), [
      'TestUnknown > strings.TrimPrefix(name, "Test") (dynamic)',
    ])
  })

  it('of a type are those of the value that they are given', () => {
    assert.deepEqual(
      namesOf(`import ("reflect"; "testing")
type named struct { name string }
func (n *named) TestNamed(t *testing.T) { t.Run(n.name, func(t *testing.T) {}) }
func TestGiven(t *testing.T) {
	methods := reflect.TypeOf(&named{})
	for i := 0; i < methods.NumMethod(); i++ {
		methods.Method(i).Func.Call([]reflect.Value{reflect.ValueOf(&named{name: "given"}), reflect.ValueOf(t)})
	}
}`),
      ['TestGiven > given'],
    )
  })

  it('and the fields of rows tell their names', () => {
    assert.deepEqual(
      namesOf(`import ("fmt"; "reflect")
type row struct { name string; size int }
type bare struct { size int }
type shown struct { Name string; Size int }
func each[T any](t *testing.T, rows []T) {
	for i := range rows {
		name := fmt.Sprint(i)
		if field := reflect.ValueOf(rows[i]).FieldByName("name"); field.Kind() == reflect.String {
			name += "/" + field.String()
		}
		t.Run(name, func(t *testing.T) {})
	}
}
func TestRows(t *testing.T) {
	each(t, []row{{"a", 1}, {name: "b"}})
	each(t, []bare{{1}})
	value := reflect.Indirect(reflect.ValueOf(&shown{"c", 1}))
	for i := 0; i < value.NumField(); i++ {
		t.Run(fmt.Sprint(value.Field(i).Interface()), func(t *testing.T) {})
	}
}`),
      ['0/a', '1/b', '0', 'c', '1'].map((name) => `TestRows > ${name}`),
    )
  })
})
