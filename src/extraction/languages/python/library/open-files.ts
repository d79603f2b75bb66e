/** `open`: files of the repository that are read. */
import { bytesValue } from './encodings.ts'
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { isDamaged } from '../../text/damaged-text.ts'
import type { FileSystem } from '../../text/directories.ts'
import { jsonFileOf } from '../../text/json-file.ts'
import { argument, type Native, native, nativeClass } from '../python-calls.ts'
import { pathText } from './path-text.ts'
import { asOpenedText, repositoryPath, textOfFile } from './repository-files.ts'

const FILE = nativeClass('io.TextIOWrapper')
const CONTENT = '%content'

/** What reading an open file gives, or a text itself. */
export const contentOf = (file: Value): Value =>
  typeof file === 'object' && file?.kind === 'object' ? (file.entries.get(CONTENT) ?? UNKNOWN) : file

/** `splitlines(keepends=True)` over plain line ends. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

export const asBytes = (text: Value): Value =>
  typeof text === 'string' && !isDamaged(text) ? bytesValue(Buffer.from(text, 'utf8')) : jsonFileOf(text) ? text : UNKNOWN

export const openFile = (place: Value, { mode, encoding }: { mode: Value; encoding: Value }, files: FileSystem): Value => {
  const text = pathText(place)
  const path = text === undefined ? undefined : repositoryPath(text)
  if (path === undefined || typeof mode !== 'string' || !/^r?[bt]?$/.test(mode)) return UNKNOWN
  const held = textOfFile(path, files)
  const content = mode.includes('b') ? asBytes(held) : asOpenedText(held, encoding)
  const lines = typeof content === 'string' ? list(linesOf(content)) : UNKNOWN
  const file = object([], { open: true, birth: files.evaluator.uncertainty })
  file.prototype = FILE
  for (const [name, value] of [
    [CONTENT, content],
    ['%items', lines],
    ['read', native('read', (args) => (args.length === 0 ? content : UNKNOWN))],
    ['readlines', native('readlines', () => lines)],
    ['__enter__', native('__enter__', () => file)],
  ] as const)
    file.entries.set(name, value)
  return file
}

export const open: Native = (_args, invocation) =>
  invocation.keywords.has('newline')
    ? UNKNOWN
    : openFile(
        argument(invocation, 0, 'file'),
        { mode: argument(invocation, 1, 'mode') ?? 'r', encoding: argument(invocation, 3, 'encoding') },
        invocation,
      )
