import type { Evaluator } from './evaluator.ts'
import { ModuleInstance } from './module-instance.ts'
import type { Value } from './value.ts'

/** What is given instead of a module. */
export interface ModuleMock {
  /** To who requires it. */
  whole(): Value
  /** To who imports all of it. */
  namespace(): Value
  /** To who imports a name of it. */
  member(name: string): Value
  /** Whether the module is run all the same. */
  readonly runsActual: boolean
}

/** By an import statement, or as the file runs. */
export type Asked = 'imported' | 'required'

/** What a test file has put in place of modules: by their path, or by the name of a package. */
export class ModuleMocks {
  /** For import statements, which come before all that the file does. */
  readonly imported = new Map<string, ModuleMock>()
  /** For what is required or imported as the file runs. */
  readonly required = new Map<string, ModuleMock>()
  private readonly changes: (() => void)[] = []

  /** Notes what changes them. Most files with mocks ask for none of them, so that their places needn't be found. */
  changeLater(change: () => void): void {
    this.changes.push(change)
  }

  /** Those that there are by now. */
  of(asked: Asked): ReadonlyMap<string, ModuleMock> {
    for (const change of this.changes.splice(0)) change()
    return this[asked]
  }
}

/** By what a module is known that isn't what it seems to be to some file. */
export const mockedName = (evaluator: Evaluator, source: string, from: ModuleInstance): string => {
  const target = evaluator.resolver.resolve(source, from)
  return target instanceof ModuleInstance ? target.path : source.replace(/^node:/, '')
}

/** What a file has instead of a module that it imports, or requires. */
export const mockOf = (evaluator: Evaluator, source: string, from: ModuleInstance, asked: Asked): ModuleMock | undefined => {
  const mocks = from.mocks?.of(asked)
  return mocks && mocks.size > 0 ? mocks.get(mockedName(evaluator, source, from)) : undefined
}
