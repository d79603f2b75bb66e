/** Loops: one whose turns are known turns so often, one whose turns are not turns once, as unknown. */
import type { Statement } from '../facts/program.ts'
import { inBranch } from './branches.ts'
import { type Completion, type Ending, followedBy, without } from './completion.ts'
import { atItem, GAP, lose, partsOf, turnsOf } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import type { Iteration } from './semantics.ts'
import { watchFor } from './followers.ts'
import { sharedIterator, takenInTurn } from './iterators-in-turn.ts'
import { bindPattern } from './patterns.ts'
import { Scope } from './scope.ts'
import { runBlock } from './run-block.ts'
import type { Part, Value } from './value.ts'

type Loop = Statement & { kind: 'each' | 'loop' }

/** The turns of one loop, as far as they have come. */
class Turns {
  private readonly evaluator: Evaluator
  private readonly loop: Loop
  /** How turns left more than the loop, or may have. */
  private left: Completion = null
  /** Whether a turn ended the loop alone, or may have. */
  isBroken = false
  private isDoubted = false
  /** How many turns only may have come. */
  doubted = 0

  constructor(evaluator: Evaluator, loop: Loop) {
    this.evaluator = evaluator
    this.loop = loop
  }

  /** Takes one turn; true when no further one comes. */
  take(scope: Scope): boolean {
    this.evaluator.step()
    if (this.isDoubted) this.doubted++
    const completion = this.evaluator.run(this.loop.body, scope)
    if (!completion) return false
    const continued = without(completion, (ending) => ending.kind === 'continue' && this.isOwn(ending))
    const broken = without(continued.rest, (ending) => ending.kind === 'break' && this.isOwn(ending))
    this.isBroken ||= broken.isHit
    this.left = followedBy(this.left, broken.rest)
    const ends = completion.certain && !continued.isHit
    if (!ends && (broken.isHit || broken.rest)) this.doubt()
    return ends
  }

  /** What the loop leaves behind. `runsOut`: it ended, or may have, since no further turn came. */
  end(scope: Scope, runsOut: boolean): Completion {
    const otherwise = this.loop.otherwise ?? []
    if (runsOut) {
      const run = (): Completion => runBlock(this.evaluator, otherwise, scope)
      const isSure = !this.isBroken && this.left === null
      this.left = followedBy(this.left, isSure ? run() : this.evaluator.maybe(run))
    }
    return this.left && this.isBroken ? { ...this.left, certain: false } : this.left
  }

  /** A turn that need not have come ended the loop. */
  mayEnd(): void {
    this.loosen()
    this.doubt()
  }

  /** What may have happened in the turns need not have. */
  loosen(): void {
    if (this.left) this.left = { ...this.left, certain: false }
  }

  settle(): void {
    if (this.isDoubted) this.evaluator.conditions--
    this.isDoubted = false
  }

  /** From here on turns only may come. Names of a loop without a scope of its own would be doubted with them. */
  private doubt(): void {
    if (this.isDoubted || !this.evaluator.semantics.blockScoped) return
    this.evaluator.conditions++
    this.isDoubted = true
  }

  private isOwn({ label }: Ending): boolean {
    return label === undefined || this.loop.labels?.includes(label) === true
  }
}

/** Runs a loop's turns; `inner` says whether it ran out, or may have. */
const inTurns = (evaluator: Evaluator, loop: Loop, scope: Scope, inner: (turns: Turns) => boolean): Completion =>
  evaluator.within({ kind: 'loop', node: loop, module: scope.module, line: loop.line }, () => {
    const turns = new Turns(evaluator, loop)
    let runsOut = false
    try {
      runsOut = inner(turns)
    } finally {
      turns.settle()
    }
    return turns.end(scope, runsOut)
  })

const blockOf = (evaluator: Evaluator, scope: Scope): Scope =>
  evaluator.semantics.blockScoped ? new Scope(scope, scope.module, false) : scope

/** What a loop goes through, one after the other. */
const partsToCome = (known: Iteration | undefined): Iterable<Part> => {
  if (!known) return [GAP]
  if (known.toCome) return known.toCome()
  return known.possible ? known.items.map((item): Part => ({ item })) : partsOf(known)
}

export const runEach = (evaluator: Evaluator, loop: Statement & { kind: 'each' }, scope: Scope): Completion => {
  const iterable = evaluator.evaluate(loop.iterable, scope)
  const iterator = sharedIterator(evaluator, loop.iterable, iterable)
  const known: Iteration | undefined = iterator
    ? { items: [], open: iterator.open }
    : loop.binds === 'values'
      ? turnsOf(evaluator, iterable)
      : evaluator.semantics.iterate(iterable, loop.binds, evaluator)
  return inTurns(evaluator, loop, scope, (turns) => {
    const begin = (item: Value): Scope => {
      const inner = blockOf(evaluator, scope)
      if (loop.pattern) bindPattern(evaluator, loop.pattern, item, inner, loop.assigns ? 'assign' : 'declare')
      return inner
    }
    const isList = evaluator.semantics.iteratorsShrink === true && typeof iterable === 'object' && iterable?.kind === 'list'
    const missesSome = isList && !iterator && loop.iterable.kind !== 'call' ? watchFor(iterable) : undefined
    const parts = iterator ? takenInTurn(evaluator, iterator) : partsToCome(known)
    for (const part of parts) {
      // Where there is a turn, its name stands for its item.
      const inner = part === GAP ? undefined : begin(part.item)
      const doubt = part.doubt ?? (missesSome?.() ? 'once' : undefined)
      const turn = (): boolean => turns.take(inner ?? begin(part.item))
      const ends = atItem(evaluator, doubt, doubt === undefined ? turn : () => inBranch(evaluator, scope, turn))
      if (ends && doubt === undefined) return false
      if (ends) turns.mayEnd()
    }
    if (known?.possible) evaluator.maybe(() => known.possible?.some((item) => turns.take(begin(item))))
    if (known?.open) turns.loosen()
    if (iterator && turns.isBroken) lose(iterator)
    return true
  })
}

/** A loop that turns more often than this makes no names: what it does from then on is taken as unknown, and told where that is tests. */
const MOST_TURNS = 10_000

/**
 * Turns that only may come and declare nothing. What they change is one of ever more values, so that what ends the loop
 * may never be certain.
 */
const MOST_DOUBTED_TURNS = 30

export const runLoop = (evaluator: Evaluator, loop: Statement & { kind: 'loop' }, scope: Scope): Completion => {
  const { blockScoped, truthiness } = evaluator.semantics
  let inner = blockOf(evaluator, scope)
  evaluator.run(loop.initial, inner)
  return inTurns(evaluator, loop, scope, (turns) => {
    const declared = evaluator.declarations
    for (let count = 0; ; count++) {
      const isFirst = count === 0 && loop.runsFirst === true
      const isLost = count >= MOST_TURNS || (turns.doubted >= MOST_DOUBTED_TURNS && evaluator.declarations === declared)
      const goesOn = isFirst || (loop.test === null || isLost ? undefined : truthiness(evaluator.evaluate(loop.test, inner)))
      if (goesOn === false) return true
      const turn = (): boolean => turns.take(blockOf(evaluator, inner))
      if (goesOn === undefined) {
        const before = evaluator.declarations
        const ends = evaluator.inUnknownLoop(() => inBranch(evaluator, scope, turn))
        if (count >= MOST_TURNS && evaluator.declarations > before) evaluator.cutLoop ??= { path: scope.module.path, line: loop.line }
        if (loop.test !== null) turns.loosen()
        return !ends || loop.test !== null
      }
      if (turn()) return false
      // What is called later finds the names as they were in its turn.
      if (blockScoped) inner = inner.copy(evaluator.uncertainty)
      for (const update of loop.update) evaluator.evaluate(update, inner)
    }
  })
}
