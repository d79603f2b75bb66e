/** Queries of URLs: maps with methods of the library's, which change them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const listed = (body: string): string[] =>
  namesOf(`import ("fmt"; "net/url"; "os")
type search struct { words url.Values }
type stock map[string]int
func sweeten(words url.Values) { words.Set("sugar", "brown") }
func (s *search) sour() { s.words.Add("lemon", "half") }
func salt(s *search) { s.words.Add("salt", "sea") }
func order(s stock) { s["milk"] = 1 }
func clearOut(s stock) { delete(s, "tea") }
func TestWords(t *testing.T) {
	${body}
}
var _ = fmt.Sprint
var _ = os.Getenv
var _ url.Values`).map((name) => name.replace('TestWords > ', ''))

const eachKey = (name: string): string => `for key, texts := range ${name} { t.Run(fmt.Sprint(key, texts), func(t *testing.T) {}) }`

describe('the values of a query', () => {
  it('are changed by their methods', () => {
    assert.deepEqual(
      listed(`words, _ := url.ParseQuery("tea=green&milk=1&tea=black"); words.Set("honey", "2"); words.Del("milk"); ${eachKey('words')}`),
      ['tea[green_black]', 'honey[2]'],
    )
    assert.deepEqual(
      listed(`words := url.Values{"tea": {"green"}}; words.Add("tea", "black"); words.Add("milk", "1"); ${eachKey('words')}`),
      ['tea[green_black]', 'milk[1]'],
    )
    assert.deepEqual(listed(`words := make(url.Values); add := words.Add; add("tea", "mint"); ${eachKey('words')}`), ['tea[mint]'])
  })

  it('are asked by their methods', () =>
    assert.deepEqual(
      listed(`words := url.Values{"tea": {"green", "black"}, "a&b": {"é"}}; var none url.Values
	t.Run(words.Get("tea") + words.Get("milk") + none.Get("tea"), func(t *testing.T) {})
	t.Run(fmt.Sprint(words.Has("tea"), words.Has("milk")), func(t *testing.T) {})
	t.Run(words.Encode(), func(t *testing.T) {})
	t.Run(fmt.Sprintf("%T", words), func(t *testing.T) {})`),
      ['green', 'true_false', 'a%26b=%C3%A9&tea=green&tea=black', 'url.Values'],
    ))

  it('are changed where functions of the file are given them', () => {
    assert.deepEqual(listed(`words := url.Values{}; sweeten(words); ${eachKey('words')}`), ['sugar[brown]'])
    assert.deepEqual(listed(`s := &search{words: url.Values{}}; s.sour(); salt(s); ${eachKey('s.words')}`), ['lemon[half]', 'salt[sea]'])
  })

  it("aren't listed where a method only may have changed them", () => {
    const changed = (change: string): string[] =>
      listed(`words := url.Values{"tea": {"green"}}; if os.Getenv("SUGAR") != "" { ${change} }; ${eachKey('words')}`)
    assert.deepEqual(changed('words.Set("sugar", "1")'), ['tea[green]', 'fmt.Sprint(key, texts) (dynamic)'])
    assert.deepEqual(changed('words.Del("tea")'), ['fmt.Sprint(key, texts) (dynamic)'])
    assert.deepEqual(changed('words.Add("tea", "black")'), ['fmt.Sprint(key, texts) (dynamic)'])
  })

  it("aren't known where a map without methods was given as such", () =>
    assert.deepEqual(listed(`words := map[string][]string{"tea": {"green"}}; sweeten(words); ${eachKey('words')}`), [
      'fmt.Sprint(key, texts) (dynamic)',
    ]))
})

describe('a map of a type of its own', () => {
  it('is changed by a function that is given it', () => {
    assert.deepEqual(listed(`s := stock{"tea": 2}; order(s); ${eachKey('s')}`), ['tea2', 'milk1'])
    assert.deepEqual(listed(`s := stock{"tea": 2, "milk": 1}; clearOut(s); ${eachKey('s')}`), ['milk1'])
  })

  it('lists no key that may have been taken out', () =>
    assert.deepEqual(listed(`s := stock{"tea": 2, "milk": 1}; if os.Getenv("DRY") != "" { delete(s, "milk") }; ${eachKey('s')}`), [
      'tea2',
      'fmt.Sprint(key, texts) (dynamic)',
    ]))
})
