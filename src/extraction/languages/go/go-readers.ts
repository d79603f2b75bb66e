/** What texts are read from by and by: `strings.NewReader(text)`, `os.Open(path)`. */
import { host, type HostValue, isUnknown, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { jsonFileOf } from '../text/json-file.ts'
import { partOfBytes } from './go-bytes.ts'
import { type Call, functions } from './go-library-texts.ts'
import { textOf } from './go-values.ts'

const READER = 'io.Reader'

/** What is left to read; unknown once somebody may have read of it. */
interface Reader {
  rest: Value
}

/** A text's bytes, or those of a JSON file of which only what they say is known; unknown for all else. */
export const bytesRead = (value: Value): Value => {
  if (jsonFileOf(value)) return value
  const text = textOf(value)
  return text === undefined ? UNKNOWN : partOfBytes(undefined, text)
}

export const readerOf = (text: Value): HostValue => {
  const reader: Reader = { rest: text }
  const members = functions({ Close: () => null })
  return host(READER, {
    data: reader,
    member: (name) => {
      if (members.has(name)) return members.get(name)
      reader.rest = UNKNOWN
      return UNKNOWN
    },
  })
}

/** Takes all that is left in a reader; unknown where that isn't known, or may happen or not. */
export const readAll = (value: Value, isCertain: boolean): Value => {
  // Only `readerOf` makes hosts of this name, with these as data.
  if (typeof value !== 'object' || value?.kind !== 'host' || value.name !== READER) return UNKNOWN
  const reader = value.data as Reader
  const { rest } = reader
  reader.rest = isCertain ? '' : UNKNOWN
  return isCertain ? rest : UNKNOWN
}

export const newReader: Call = ({ arguments: [text] }) => readerOf(jsonFileOf(text) ? text : (textOf(text) ?? UNKNOWN))

/** `io.ReadAll(reader)` */
export const readFully: Call = ({ evaluator, arguments: [reader] }) => {
  const bytes = bytesRead(readAll(reader, evaluator.uncertainty === 0))
  return isUnknown(bytes) ? UNKNOWN : list([bytes, null], { type: 'tuple' })
}
