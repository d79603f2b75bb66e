/** `encoding/json`: tables that are read from JSON. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type Invocation, isUnknown, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'
import { lowerJson } from '../javascript/lower-json.ts'
import { jsonFileOf } from '../text/json-file.ts'
import { assignTo } from './go-assignments.ts'
import { moveSlice } from './go-backing.ts'
import { partOfBytes } from './go-bytes.ts'
import { JsonEncoding } from './go-json-encoding.ts'
import { JsonDecoding, typeOfVariable } from './go-json-decoding.ts'
import { type Call, END_OF_FILE, failure, functions } from './go-library-texts.ts'
import { addKey, forgetKeys, loseContents } from './go-map-keys.ts'
import { cellOf, hasArrayType } from './go-pointers.ts'
import { readAll } from './go-readers.ts'
import { asNil, isList, isMap, isNil, isObject, noLongerNil, textOf } from './go-values.ts'

/** What a text says; `null` where it is no JSON, undefined where the text isn't known. */
const contentOf = (text: Value, { evaluator }: Invocation): Expression | null | undefined => {
  const file = jsonFileOf(text)
  if (file && !evaluator.load(file)) return undefined
  const plain = textOf(text)
  const facts = file ? file.facts : plain === undefined ? null : lowerJson(plain)
  if (!facts || (file && facts.language !== 'json')) return undefined
  if (facts.byteOrderMark) return null
  const [statement] = facts.body
  if (statement?.kind === 'exportDefault') return isTooLarge(statement.value) ? undefined : statement.value
  // Of a file whose text is none it isn't known what stands for it: a large one's pointer, or what a build makes anew.
  return file ? undefined : null
}

/** A larger text is no table of tests: reading it would leave nothing for what declares them. */
const MOST_VALUES = 50_000

const isTooLarge = (json: Expression): boolean => {
  const pending = [json]
  let count = 0
  for (let at = pending.pop(); at && count <= MOST_VALUES; at = pending.pop()) {
    count++
    if (at.kind === 'array') for (const item of at.items) if (item && item.kind !== 'spread') pending.push(item)
    if (at.kind === 'object') for (const entry of at.entries) if (!('kind' in entry)) pending.push(entry.value)
  }
  return count > MOST_VALUES
}

/** A variable by a pointer to it: nothing is known of it from now on. */
const forget = (target: Value, { evaluator }: Invocation): void => {
  if (isList(target) || isMap(target)) loseContents(target)
  else assignTo(target, '*', UNKNOWN, evaluator)
}

/** Gives the variable that a pointer leads to what JSON says. */
const fill = (target: Value, json: Expression, decoding: JsonDecoding, invocation: Invocation): void => {
  const cell = cellOf(target)
  if (cell) {
    const former = cell.get()
    cell.set(decoding.decode(typeOfVariable(former), json, former))
  } else if (isList(target) || isMap(target)) {
    const made = decoding.decode(typeOfVariable(target), json, target)
    if (isUnknown(made)) forget(target, invocation)
    else if (made !== target) put(made, target, invocation.evaluator)
  } else if (isObject(target)) {
    if (isUnknown(decoding.decode(typeOfVariable(target), json, target))) forget(target, invocation)
  } else decoding.isKnown = false
}

const put = (made: Value, target: Value, evaluator: Evaluator): void => {
  if (isList(made) && isList(target)) {
    if (hasArrayType(evaluator, target)) made.items.forEach((item, at) => void (target.items[at] = item))
    else moveSlice(target, made)
  }
  if (isMap(made) && isMap(target)) {
    target.entries.clear()
    forgetKeys(target)
    for (const [key, value] of made.entries) addKey(target, key, value)
  }
  if (!isList(target) && !isMap(target)) return
  target.open = (isList(made) || isMap(made)) && made.open
  if (isNil(made)) asNil(target)
  else noLongerNil(target)
}

const decodeInto = (target: Value, json: Expression | null | undefined, isStrict: boolean, invocation: Invocation): Value => {
  const { evaluator } = invocation
  if (json === null) return failure()
  if (json === undefined || (isObject(target) || isList(target) ? evaluator.uncertainty > target.birth : cellOf(target) === null)) {
    forget(target, invocation)
    return UNKNOWN
  }
  const decoding = new JsonDecoding(evaluator, isStrict)
  fill(target, json, decoding, invocation)
  return decoding.failed ? failure() : decoding.isKnown ? null : UNKNOWN
}

/** `json.Unmarshal(data, &cases)` */
const unmarshal: Call = (invocation) => {
  const [text, target] = invocation.arguments
  return decodeInto(target, contentOf(text, invocation), false, invocation)
}

/** `json.NewDecoder(reader)`: of a text with one value in it. */
const newDecoder: Call = ({ evaluator, arguments: [reader] }) => {
  const birth = evaluator.uncertainty
  let rest: Value | null = null
  let isStrict = false
  const take = (invocation: Invocation): Value => {
    const isCertain = invocation.evaluator.uncertainty <= birth
    rest ??= readAll(reader, isCertain)
    const text = isCertain ? rest : UNKNOWN
    rest = isCertain ? '' : UNKNOWN
    return text
  }
  const members = functions({
    Decode: (invocation) => {
      const [target] = invocation.arguments
      const text = take(invocation)
      if (typeof text === 'string' && text.trim() === '') return END_OF_FILE
      // Of several values each call takes one.
      const json = contentOf(text, invocation) ?? undefined
      if (json === undefined) rest = UNKNOWN
      return decodeInto(target, json, isStrict, invocation)
    },
    More: (invocation) => {
      rest ??= readAll(reader, invocation.evaluator.uncertainty <= birth)
      const isKnown = contentOf(rest, invocation) || rest === ''
      return isKnown && invocation.evaluator.uncertainty <= birth ? rest !== '' : UNKNOWN
    },
    DisallowUnknownFields: () => {
      isStrict = true
      return UNKNOWN
    },
  })
  return host('json.Decoder', {
    member: (name) => {
      if (members.has(name)) return members.get(name)
      rest = UNKNOWN
      return UNKNOWN
    },
  })
}

/** `json.Marshal(value)` */
const marshal: Call = ({ evaluator, arguments: [value] }) => {
  const text = new JsonEncoding(evaluator).write(value)
  return text === undefined ? UNKNOWN : list([partOfBytes(undefined, text), null], { type: 'tuple' })
}

export const JSON_FUNCTIONS: Record<string, Call> = { Marshal: marshal, Unmarshal: unmarshal, NewDecoder: newDecoder }
