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
func joined(of []string) string { var b strings.Builder; for _, one := range of { b.WriteString(one) }; return b.String() }`),
      ['sum', 'copied', 'joined'],
    )
  })

  it('matters where it was given that, or stands around it', () => {
    assert.deepEqual(
      inertIn(`
var count int
func counted() int { count++; return count }
func filled(list []int) []int { list[0] = 1; return list }
func added(list *[]int) int { list.add(1); return list.size }
func given(b *strings.Builder) string { b.WriteString("x"); return b.String() }`),
      [],
    )
  })
})
