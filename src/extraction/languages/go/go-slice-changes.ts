/** What a statement of the sliced function changes of what is needed, by a call or through another name for it. */
import type { CallExpression, Expression, FunctionFacts, Spread } from '../../facts/program.ts'
import { isUniversal } from './go-builtins.ts'
import { CHANGING_METHODS, type ChangeFinder, type Changes, INITIAL, sharedRoot } from './go-changes.ts'
import { CHANGING } from './go-effects.ts'
import { rootName } from './go-mentions.ts'
import type { Mentions } from './go-mentions-found.ts'
import type { FileContext } from './go-file-context.ts'
import type { SliceNames } from './go-slice-names.ts'
import { writtenBy } from './go-writers.ts'

export class SliceChanges {
  /** What statements of their own call, kept or not. */
  readonly calls = new Set<string>()
  private readonly facts: FunctionFacts
  private readonly context: FileContext
  private readonly names: SliceNames
  private readonly changed: ChangeFinder
  /** Variables that hold methods which change what they are of. */
  private readonly methodValues = new Set<string>()

  constructor(facts: FunctionFacts, context: FileContext, { names, changed }: { names: SliceNames; changed: ChangeFinder }) {
    this.facts = facts
    this.context = context
    this.names = names
    this.changed = changed
  }

  /** `sort.Strings(names)`, `builder.WriteString(part)`: whether it changes what is needed, or others see. */
  ofCall(call: CallExpression, found: Mentions): boolean {
    const root = rootName(call.callee)
    const name = call.callee.kind === 'member' && typeof call.callee.property === 'string' ? call.callee.property : root
    this.calls.add(name)
    const made = this.context.changes.get(name)
    // What is set up may be so by a function of another file.
    if (INITIAL.has(this.facts.name) && call.callee.kind === 'name' && !this.context.names.has(name) && !isUniversal(name)) {
      this.changed.changes.variables.add(name)
      return true
    }
    if (this.methodValues.has(root) || this.context.linked?.changesGiven(name)) return true
    return this.changed.byCall(call, made) || this.changesNeeded(call, made, found)
  }

  private changesNeeded(call: CallExpression, made: Changes | undefined, found: Mentions): boolean {
    const root = rootName(call.callee)
    if (this.names.isNeeded([...(made?.variables ?? []), ...found.addressed, writtenBy(call) ?? ''])) return true
    if ((made?.given || CHANGING.has(root)) && this.names.isNeeded(found.carried)) return true
    return !CHANGING.has(root) && call.callee.kind === 'member' && this.names.needed.has(root) && !this.names.testParameters.has(root)
  }

  /** `other := append(list[:1], item)` */
  fills(value: Expression | Spread | null): boolean {
    if (value?.kind === 'array') return value.items.some((item) => this.fills(item))
    if (value?.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'append') return false
    const [target] = value.arguments
    return target !== undefined && target.kind !== 'spread' && this.names.isNeeded([rootName(target)])
  }

  /** What is changed through another name for it is changed; `isField`: the other name has it in a field. */
  followAlias(names: readonly string[], value: Expression | null, isField = false): void {
    const root = sharedRoot(value)
    if (!this.changed.isChangeable(root)) return
    // What a package gives to a field is a constant, but for the odd variable.
    if (isField && this.context.imports.has(root) && !this.changed.isLocal(root)) return
    if (this.changed.follow(names, root, isField)) this.names.noteGrowth()
    if (!this.names.isNeeded([root])) return
    if (names.some((name) => this.changed.modifiedBy(isField).has(name))) this.names.need(names)
    const method = value?.kind === 'member' && typeof value.property === 'string' ? value.property : ''
    if (!CHANGING_METHODS.has(method) && !this.context.changes.get(method)?.given) return
    this.names.need(names)
    for (const name of names) this.methodValues.add(name)
  }
}
