/** `pathlib`, as far as paths are put together from known text. POSIX paths: that is where tests are listed. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { type MissingMember, MISSING, object, type ObjectValue, type Value } from '../../../evaluation/value.ts'
import { instanceOf, native, nativeClass, nativeModule } from '../python-calls.ts'

/** Where an object keeps the text it prints as. */
const TEXT = '%str'

export const pathText = (value: Value): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value?.kind !== 'object' || value.type !== 'path') return undefined
  const text = value.entries.get(TEXT)
  return typeof text === 'string' ? text : undefined
}

const normalize = (text: string): string => {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.')
  const root = text.startsWith('/') ? (text.startsWith('//') && !text.startsWith('///') ? '//' : '/') : ''
  return root + parts.join('/') || '.'
}

const pathOf = (text: string, type: Value, evaluator: Evaluator): Value => {
  const normal = normalize(text)
  const name = normal.slice(normal.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  const path = object(
    [
      [TEXT, normal],
      ['name', name],
      ['stem', dot > 0 ? name.slice(0, dot) : name],
      ['suffix', dot > 0 ? name.slice(dot) : ''],
    ],
    { open: true, birth: evaluator.uncertainty },
  )
  path.type = 'path'
  path.prototype = type
  return path
}

/** `path / part`; undefined where either isn't known. */
export const joinPaths = (left: Value, right: Value, evaluator: Evaluator): Value | undefined => {
  if (!isPath(left)) return undefined
  const [before, after] = [pathText(left), pathText(right)]
  if (before === undefined || after === undefined) return instanceOf(left.prototype, evaluator)
  return pathOf(after.startsWith('/') ? after : `${before}/${after}`, left.prototype, evaluator)
}

const pathClass = (name: string): Value => {
  const type: Value = nativeClass(`pathlib.${name}`, {
    call: (args, { evaluator }) => {
      const texts = args.map(pathText)
      let joined = ''
      for (const text of texts) {
        if (text === undefined) return instanceOf(type, evaluator)
        joined = text.startsWith('/') || joined === '' ? text : `${joined}/${text}`
      }
      return pathOf(joined, type, evaluator)
    },
  })
  return type
}

/** Members of a path that are paths themselves, whatever the path is. */
const PATHS = new Set(['parent'])
const MAKES_PATHS = new Set(['resolve', 'absolute', 'joinpath', 'with_suffix', 'with_name', 'expanduser', 'relative_to'])

const isPathClass = (type: Value): boolean => typeof type === 'object' && type?.kind === 'host' && type.name.startsWith('pathlib.')

export const isPath = (value: Value): value is ObjectValue =>
  typeof value === 'object' && value?.kind === 'object' && isPathClass(value.prototype)

/** A member of a path whose text isn't known. */
export const pathMember = (path: ObjectValue, property: string): Value | MissingMember => {
  const another = (): Value => {
    const made = object([], { open: true })
    made.prototype = path.prototype
    return made
  }
  if (PATHS.has(property)) return another()
  return MAKES_PATHS.has(property) ? native(property, another) : MISSING
}

export const pathlibModule = nativeModule('pathlib', {
  ...Object.fromEntries(['Path', 'PurePath', 'PosixPath', 'PurePosixPath'].map((name) => [name, pathClass(name)])),
  WindowsPath: nativeClass('pathlib.WindowsPath'),
  PureWindowsPath: nativeClass('pathlib.PureWindowsPath'),
})
