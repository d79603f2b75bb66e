/** `filepath.Abs`, `os.Getwd` and `runtime.Caller`: where files of the repository lie, however it is checked out. */
import { posix } from 'node:path'
import { directoryOf } from '../../directory-of.ts'
import { type Invocation, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { absolutePath, isPlaceDependent } from '../text/repository-place.ts'
import { withoutError } from './go-file-trees.ts'
import { inRepository } from './go-files.ts'
import { type Call, clean, ofText } from './go-library-texts.ts'
import { numberOf, textOf } from './go-values.ts'

/** Tests run in the folder of their package. What is given to a variable of another one may be so for the tests of either. */
const absolute = (path: string, invocation: Invocation): Value => {
  const from = invocation.evaluator.frames[0]?.module.path ?? invocation.module.path
  if (directoryOf(from) !== directoryOf(invocation.module.path)) return UNKNOWN
  const own = inRepository(path, invocation)
  return own === undefined ? UNKNOWN : absolutePath(own)
}

/** `os.Getwd()` */
export const workingDirectory: Call = (invocation) => withoutError(absolute('.', invocation))

/** `filepath.Abs(path)` */
const toAbsolute: Call = (invocation) => {
  const path = textOf(invocation.arguments[0])
  if (path === undefined) return withoutError(UNKNOWN)
  return withoutError(path.startsWith('/') ? clean(path) : absolute(path, invocation))
}

/** `runtime.Caller(0)`: the file that asks. */
export const caller: Call = ({ arguments: [depth], module }) =>
  numberOf(depth) === 0 ? list([UNKNOWN, absolutePath(module.path), UNKNOWN, true], { type: 'tuple' }) : UNKNOWN

const isAbsolute = (path: string): boolean => path.startsWith('/')

/** `filepath.Rel(base, target)` */
const relative = (base: string | undefined, target: string | undefined): Value => {
  if (base === undefined || target === undefined || isPlaceDependent(base) !== isPlaceDependent(target)) return UNKNOWN
  if (isAbsolute(base) !== isAbsolute(target) || [base, target].some((path) => clean(path).startsWith('..'))) return UNKNOWN
  return withoutError(posix.relative(posix.resolve('/', base), posix.resolve('/', target)) || '.')
}

/** What leads out of the repository doesn't tell where it is: of what is above it nothing is known. */
const within =
  (compute: Call): Call =>
  (invocation) => {
    const made = compute(invocation)
    const isLost = typeof made === 'string' && made.startsWith('/') && !isPlaceDependent(made)
    return isLost && invocation.arguments.some((one) => isPlaceDependent(textOf(one) ?? '')) ? UNKNOWN : made
  }

/** Functions of `path/filepath`, with what these do to absolute paths. */
export const withAbsolutePaths = (functions: Record<string, Call>): Record<string, Call> => ({
  ...Object.fromEntries(Object.entries(functions).map(([name, call]) => [name, within(call)])),
  Abs: within(toAbsolute),
  IsAbs: ofText((path = '') => isAbsolute(path)),
  Rel: ({ arguments: [base, target] }) => relative(textOf(base), textOf(target)),
})
