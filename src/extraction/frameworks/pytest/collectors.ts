/** What collects the tests of a file, as hooks give it to pytest. */
import { hostDataOf } from '../../evaluation/host-data.ts'
import { host, type HostValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { pathText } from '../../languages/python/library/path-text.ts'
import { repositoryPath } from '../../languages/python/library/repository-files.ts'
import { argument, native, nativeClass, nativeModule, type PythonHostData } from '../../languages/python/python-calls.ts'
import type { Sybil } from './sybil/sybil-library.ts'

/** Doctests of a module or of a text, the tests of a module, or what only running code tells. */
type FileCollector = 'doctests' | 'text' | 'module' | 'own'

export type Collector = { readonly kind: FileCollector } | { readonly kind: 'sybils'; readonly sybils: readonly Sybil[] }

interface CollectorData extends PythonHostData {
  readonly kind: 'pytest collector'
  readonly collector: Collector
}

export const collectorValue = (collector: Collector): HostValue =>
  host('pytest.Collector', {
    data: { kind: 'pytest collector', python: 'object', name: 'Collector', isTrue: true, collector } satisfies CollectorData,
  })

export const collectorOf = (value: Value): Collector | undefined => hostDataOf<CollectorData>(value, 'pytest collector')?.collector

/** The collector of a file of the repository; null where there is none. */
export type FileHook = (path: string) => Collector | null

interface HookData extends PythonHostData {
  readonly kind: 'pytest hook'
  readonly hook: FileHook
}

/** `pytest_collect_file` as a package makes it, to be called or put in a conftest. */
export const hookValue = (hook: FileHook): HostValue => ({
  ...native('pytest_collect_file()', (_args, invocation) => {
    const text = pathText(argument(invocation, 0, 'file_path'))
    const path = text === undefined ? undefined : repositoryPath(text)
    if (path === undefined) return UNKNOWN
    const collector = hook(path)
    return collector && collectorValue(collector)
  }),
  data: { kind: 'pytest hook', python: 'function', name: 'pytest_collect_file', hook } satisfies HookData,
})

export const hookOf = (value: Value): FileHook | undefined => hostDataOf<HookData>(value, 'pytest hook')?.hook

/**
 * It collects the file that it is given, which is the one that the hook is asked about. What a class of the repository
 * makes of that, which extends it, is not known.
 */
const collectorClass = (name: string, kind: FileCollector): Value =>
  nativeClass(name, {
    isInherited: true,
    members: {
      from_parent: native(
        `${name}.from_parent`,
        (_args, { receiver }) => collectorValue({ kind: typeof receiver === 'object' && receiver?.kind === 'class' ? 'own' : kind }),
        { takesOpen: true },
      ),
    },
  })

export const doctestModule = nativeModule('_pytest.doctest', {
  DoctestModule: collectorClass('_pytest.doctest.DoctestModule', 'doctests'),
  DoctestTextfile: collectorClass('_pytest.doctest.DoctestTextfile', 'text'),
})

/** Classes that `pytest` itself gives. */
export const COLLECTORS: Readonly<Record<string, Value>> = {
  Module: collectorClass('pytest.Module', 'module'),
  File: collectorClass('pytest.File', 'own'),
}
