/** Which fields of a struct JSON's names stand for (https://pkg.go.dev/encoding/json#Marshal). */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, Value } from '../../evaluation/value.ts'
import { fieldsOf } from './go-conversion.ts'
import { isClass, isStructType } from './go-values.ts'

export interface JsonField {
  readonly name: string
  /** The embedded structs that lead to it, from the outside. */
  readonly through: readonly string[]
  /** The field's own name. */
  readonly field: string
  readonly type: Value
  /** `string`: it is written as a text. `omitempty`, `omitzero`: it is left out where there is nothing. */
  readonly options: readonly string[]
}

interface Candidate extends JsonField {
  readonly isTagged: boolean
}

const MAXIMUM_EMBEDDING = 8

const EXPORTED = /^\p{Lu}/u
/** What a name in a tag may be made of. */
const NAME = /^[\p{L}\p{N}!#$%&()*+\-./:;<=>?@[\]^_{|}~ ]+$/u

interface Tag {
  readonly name: string
  readonly options: readonly string[]
}

/** `null`: the field is left out. */
const tagOf = (text: string | undefined): Tag | null => {
  const value = text === undefined ? undefined : /(?:^| )json:"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  if (value === undefined) return { name: '', options: [] }
  if (value === '-') return null
  const [name = '', ...options] = value.split(',')
  return { name: NAME.test(name) ? name : '', options }
}

/** Of fields with the same name the outermost wins, then the one with a tag; of several such none. */
const dominant = (candidates: readonly Candidate[]): Candidate | undefined => {
  const depth = Math.min(...candidates.map(({ through }) => through.length))
  const outermost = candidates.filter(({ through }) => through.length === depth)
  const tagged = outermost.filter(({ isTagged }) => isTagged)
  const [first, second] = tagged.length > 0 ? tagged : outermost
  return second ? undefined : first
}

/** In the order in which they are tried; undefined where the struct embeds what isn't known. */
export const jsonFieldsOf = (type: ClassValue, evaluator: Evaluator): readonly JsonField[] | undefined => {
  const candidates: Candidate[] = []
  let isKnown = true
  const visit = (struct: ClassValue, through: readonly string[]): void => {
    evaluator.step()
    for (const { name: field, type: written, embedded, tag } of fieldsOf(struct)) {
      const found = tagOf(tag)
      if (!found || (!embedded && !EXPORTED.test(field))) continue
      const isPointer = written.kind === 'unary' && written.operator === '*'
      const inner = embedded ? evaluator.evaluate(isPointer ? written.operand : written, struct.scope) : undefined
      if (embedded && found.name === '' && isClass(inner) && isStructType(inner)) {
        if (through.length < MAXIMUM_EMBEDDING) visit(inner, [...through, field])
        continue
      }
      if (embedded && !isClass(inner)) isKnown = false
      if (!EXPORTED.test(field)) continue
      candidates.push({
        name: found.name || field,
        through,
        field,
        type: evaluator.evaluate(written, struct.scope),
        options: found.options,
        isTagged: found.name !== '',
      })
    }
  }
  visit(type, [])
  if (!isKnown) return undefined
  return [...Map.groupBy(candidates, ({ name }) => name).values()].flatMap((same) => dominant(same) ?? [])
}

const folded = (name: string): string => name.toUpperCase().replaceAll('\u017f', 'S').replaceAll('\u212a', 'K')

/** The field that a key fills: one of exactly that name, else the first that differs in case alone. */
export const fieldFor = (key: string, fields: readonly JsonField[]): JsonField | undefined =>
  fields.find(({ name }) => name === key) ?? fields.find(({ name }) => folded(name) === folded(key))
