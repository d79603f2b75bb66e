/** The members that declaring functions have, as frameworks share them; each gives another declaring function. */
import type { Marks } from '../../../declaration/declaration-collector.ts'
import { host, type HostValue, type Value } from '../../../evaluation/value.ts'
import type { Status } from '../../../../inventory/inventory.ts'
import { type ChainStep, type Declarer, declarerValue, joinMarks } from './declarer.ts'

/** `.skip`, `.only`, `.concurrent`: the same function with more marks. */
export const marking =
  (marks: Partial<Marks>) =>
  (declarer: Declarer, property: string): HostValue =>
    declarerValue({ ...declarer, name: `${declarer.name}.${property}`, marks: joinMarks(declarer.marks, marks) })

export const withStatus = (status: Status): ChainStep => marking({ status })

/** A modifier kept as written. */
export const withModifier: ChainStep = (declarer, property) => marking({ modifiers: [property] })(declarer, property)

/** `.skipIf(condition)` and `.runIf(condition)`: the mark where the condition is `when`, a modifier where it isn't known. */
export const onCondition =
  (status: Status, when: boolean): ChainStep =>
  (declarer, property) =>
    host(`${declarer.name}.${property}`, {
      call: ({ arguments: [condition], evaluator }): Value => {
        const truth = evaluator.semantics.truthiness(condition)
        if (truth === undefined) return marking({ modifiers: ['conditional'] })(declarer, property)
        return truth === when ? marking({ status })(declarer, property) : declarerValue(declarer)
      },
    })

/** `.extend(fixtures)` and the like: a call that gives the same function. */
export const returningItself: ChainStep = (declarer, property) =>
  host(`${declarer.name}.${property}`, { call: () => declarerValue(declarer) })

/** Hooks and settings that declare nothing. */
export const declaringNothing: ChainStep = (declarer, property) => host(`${declarer.name}.${property}`, { call: () => undefined })
