/** What the slice of one function has found to matter, by name. */
import type { Expression, FunctionFacts } from '../../facts/program.ts'
import { isComposite } from './go-expressions.ts'
import { isFunctionParameter, isTestParameter } from './go-functions.ts'

export class SliceNames {
  readonly needed = new Set<string>()
  /** What holds a test, or a function that may declare one. */
  readonly tests = new Set<string>()
  readonly testParameters = new Set<string>()
  readonly givenFunctions = new Set<string>()
  /**
   * What calls made when they were given a test: a harness now and then, mostly a server or a client. Only statements
   * of their own that use one may declare tests.
   */
  readonly carriers = new Set<string>()
  /** Whether a name was added since this was last set back. */
  grew = true

  addParameters(facts: FunctionFacts): void {
    for (const parameter of facts.parameters) {
      if (parameter.pattern.kind !== 'name' || parameter.pattern.name === '') continue
      const { name } = parameter.pattern
      const isTest = isTestParameter(parameter)
      if (!isTest && !isFunctionParameter(parameter)) continue
      if (!isTest) this.givenFunctions.add(name)
      else if (!isFunctionParameter(parameter)) this.testParameters.add(name)
      this.addTest(name)
    }
  }

  /** Names that a value with a test in it is given to. */
  carry(names: readonly string[], value: Expression | null): void {
    if (value?.kind !== 'call' || isComposite(value)) for (const name of names) this.addTest(name)
    else
      for (const name of names)
        if (!this.carriers.has(name) && !this.tests.has(name)) {
          this.carriers.add(name)
          this.grew = true
        }
  }

  addTest(name: string): void {
    if (name === '' || this.tests.has(name)) return
    this.tests.add(name)
    this.grew = true
  }

  need(names: Iterable<string>): void {
    for (const name of names)
      if (!this.needed.has(name)) {
        this.needed.add(name)
        this.grew = true
      }
  }

  isTest(names: ReadonlySet<string>): boolean {
    for (const name of names) if (this.tests.has(name)) return true
    return false
  }

  isNeeded(names: readonly string[]): boolean {
    return names.some((name) => this.needed.has(name))
  }
}
