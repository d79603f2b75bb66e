/** `pathlib`, as far as paths are put together from known text. POSIX paths: that is where tests are listed. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { list, type MissingMember, MISSING, object, type ObjectValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { isDirectory, isFile, namesIn } from '../../text/directories.ts'
import { argument, instanceOf, type Native, native, nativeClass, nativeModule } from '../python-calls.ts'
import { globFrom } from './file-globs.ts'
import { asBytes, openFile } from './open-files.ts'
import { PATH_TEXT, pathText } from './path-text.ts'
import { asOpenedText, normalizePath, repositoryPath, textOfFile } from './repository-files.ts'
import { absolutePath } from '../../text/repository-place.ts'

const normalize = (text: string): string => {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.')
  const root = text.startsWith('/') ? (text.startsWith('//') && !text.startsWith('///') ? '//' : '/') : ''
  return root + parts.join('/') || '.'
}

const nameIn = (path: string): string => (path === '.' ? '' : path.slice(path.lastIndexOf('/') + 1))

/** A name without its last ending, and that ending. */
export const splitEnding = (name: string): [string, string] => {
  const dot = name.lastIndexOf('.')
  return dot > 0 && dot < name.length - 1 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
}

const pathOf = (text: string, type: Value, birth: number): ObjectValue => {
  const path = object([[PATH_TEXT, normalize(text)]], { open: true, birth })
  path.type = 'path'
  path.prototype = type
  return path
}

/** `path / part`; undefined where neither is a path. */
export const joinPaths = (left: Value, right: Value, evaluator: Evaluator): Value | undefined => {
  const path = isPath(left) ? left : isPath(right) ? right : undefined
  if (!path) return undefined
  const [before, after] = [pathText(left), pathText(right)]
  if (before === undefined || after === undefined) return instanceOf(path.prototype, evaluator)
  return pathOf(joined(before, after), path.prototype, evaluator.uncertainty)
}

export const joined = (before: string, after: string): string =>
  after.startsWith('/') || before === '' ? after : `${before.replace(/\/$/, '')}/${after}`

const pathClass = (name: string): Value => {
  const type: Value = nativeClass(`pathlib.${name}`, {
    call: (args, { evaluator }) => {
      let text = ''
      for (const part of args.map(pathText)) {
        if (part === undefined) return instanceOf(type, evaluator)
        text = joined(text, part)
      }
      return pathOf(text, type, evaluator.uncertainty)
    },
  })
  return type
}

/** Members of a path that are paths themselves, whatever the path is. */
const MAKES_PATHS = new Set(['resolve', 'absolute', 'joinpath', 'with_suffix', 'with_name', 'with_stem', 'expanduser', 'relative_to'])

const isPathClass = (type: Value): boolean => typeof type === 'object' && type?.kind === 'host' && type.name.startsWith('pathlib.')

export const isPath = (value: Value): value is ObjectValue =>
  typeof value === 'object' && value?.kind === 'object' && isPathClass(value.prototype)

const parentOf = (text: string): string => {
  const slash = text.lastIndexOf('/')
  return slash > 0 ? text.slice(0, slash) : text.startsWith('/') ? '/' : '.'
}

type PathMethod = (text: string, args: Parameters<Native>[0], make: (text: string) => Value, files: Parameters<Native>[1]) => Value

/** What comes after a place on the way to a path; undefined where the way doesn't lead by there. */
const behind = (path: string, place: string): string | undefined => {
  if (path === place) return '.'
  if (place === '.') return path.startsWith('/') ? undefined : path
  const start = place.endsWith('/') ? place : `${place}/`
  return path.startsWith(start) ? path.slice(start.length) : undefined
}

const placed = (found: readonly string[], base: string, make: (text: string) => Value): Value =>
  list(found.map((path) => make(base.startsWith('/') ? absolutePath(path) : path)))

const METHODS: Record<string, PathMethod> = {
  resolve: (text, _args, make) => (text.startsWith('/') ? make(normalizePath(text)) : UNKNOWN),
  absolute: (text, _args, make) => (text.startsWith('/') ? make(text) : UNKNOWN),
  joinpath: (text, args, make) => {
    const parts = args.map(pathText)
    return parts.every((part) => part !== undefined) ? make(parts.reduce(joined, text)) : UNKNOWN
  },
  with_suffix: (text, [ending], make) => {
    const [stem] = splitEnding(nameIn(text))
    return typeof ending === 'string' ? make(joined(parentOf(text), stem + ending)) : UNKNOWN
  },
  with_name: (text, [name], make) => (typeof name === 'string' ? make(joined(parentOf(text), name)) : UNKNOWN),
  with_stem: (text, [stem], make) =>
    typeof stem === 'string' ? make(joined(parentOf(text), stem + splitEnding(nameIn(text))[1])) : UNKNOWN,
  relative_to: (text, [base], make, { evaluator, keywords }) => {
    const from = pathText(base)
    if (from === undefined) return UNKNOWN
    const rest = behind(text, normalize(from))
    if (rest !== undefined) return make(rest)
    // Only `walk_up` makes something of others.
    if (keywords.size === 0) evaluator.raise()
    return UNKNOWN
  },
  is_relative_to: (text, [base]) => {
    const from = pathText(base)
    return from === undefined ? UNKNOWN : behind(text, normalize(from)) !== undefined
  },
  as_posix: (text) => text,
  __str__: (text) => text,
  __fspath__: (text) => text,
  is_absolute: (text) => text.startsWith('/'),
  read_text: (text, _args, _make, files) =>
    inRepository(text, (path) => asOpenedText(textOfFile(path, files), argument(files, 0, 'encoding'))),
  read_bytes: (text, _args, _make, files) => inRepository(text, (path) => asBytes(textOfFile(path, files))),
  open: (text, _args, _make, files) =>
    openFile(text, { mode: argument(files, 0, 'mode') ?? 'r', encoding: argument(files, 2, 'encoding') }, files),
  exists: (text, _args, _make, files) => inRepository(text, (path) => isFile(path, files) || isDirectory(path, files) || UNKNOWN),
  is_file: (text, _args, _make, files) => inRepository(text, (path) => isFile(path, files) || (isDirectory(path, files) ? false : UNKNOWN)),
  is_dir: (text, _args, _make, files) => inRepository(text, (path) => isDirectory(path, files) || (isFile(path, files) ? false : UNKNOWN)),
  iterdir: (text, _args, make, files) =>
    inRepository(text, (path) =>
      placed(
        namesIn(path, files).map((name) => (path === '' ? name : `${path}/${name}`)),
        text,
        make,
      ),
    ),
  glob: (text, [pattern], make, files) =>
    typeof pattern === 'string' ? inRepository(text, (path) => placed(globFrom(path, pattern, files, true), text, make)) : UNKNOWN,
  rglob: (text, [pattern], make, files) =>
    typeof pattern === 'string' ? inRepository(text, (path) => placed(globFrom(path, `**/${pattern}`, files, true), text, make)) : UNKNOWN,
}

const inRepository = (text: string, find: (path: string) => Value): Value => {
  const path = repositoryPath(text)
  return path === undefined ? UNKNOWN : find(path)
}

const parentsOf = (text: string): string[] => {
  const parents: string[] = []
  for (let at = parentOf(text); ; at = parentOf(at)) {
    parents.push(at)
    if (at === '/' || at === '.') return parents
  }
}

/** A member of a path: of its text where that is known, else what it is whatever the text. */
export const pathMember = (path: ObjectValue, property: string): Value | MissingMember => {
  const text = pathText(path)
  const make = (of: string): Value => pathOf(of, path.prototype, path.birth)
  if (text === undefined) {
    const another = (): Value => {
      const made = object([], { open: true })
      made.prototype = path.prototype
      return made
    }
    if (property === 'parent') return another()
    return MAKES_PATHS.has(property) ? native(property, another) : MISSING
  }
  const name = nameIn(text)
  switch (property) {
    case 'name':
      return name
    case 'stem':
      return splitEnding(name)[0]
    case 'suffix':
      return splitEnding(name)[1]
    case 'suffixes':
      return list([...name.slice(1).matchAll(/\.[^.]*/g)].map(([ending]) => ending))
    case 'parent':
      return make(parentOf(text))
    case 'parents':
      return list(parentsOf(text).map(make), { type: 'tuple' })
    case 'parts':
      return list([...(text.startsWith('/') ? ['/'] : []), ...text.split('/').filter((part) => part !== '' && part !== '.')], {
        type: 'tuple',
      })
    default: {
      const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
      return method ? native(property, (args, invocation) => method(text, args, make, invocation)) : MISSING
    }
  }
}

const PATH = pathClass('Path')

/** What a program is given that is told of a file. */
export const makePath = (text: string, { uncertainty }: Evaluator): ObjectValue => pathOf(text, PATH, uncertainty)

export const pathlibModule = nativeModule('pathlib', {
  Path: PATH,
  ...Object.fromEntries(['PurePath', 'PosixPath', 'PurePosixPath'].map((name) => [name, pathClass(name)])),
  WindowsPath: nativeClass('pathlib.WindowsPath'),
  PureWindowsPath: nativeClass('pathlib.PureWindowsPath'),
})
