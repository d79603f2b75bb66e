import type { PutOff } from '../../evaluation/put-off.ts'
import type { GoTest } from './subtest-run.ts'

/** A test that is being run. */
export interface Running {
  test: GoTest
  fullName: string
  /** What tells it from others before it is settled which number each has (see `settleNumber`). */
  key: string
  /** Where evaluation was when its body began. */
  conditions: number
  unknownLoops: number
  frames: number
  /** The declarations of dynamic tests around it: one that comes again in itself may go on for ever. */
  dynamic: ReadonlySet<object>
  /** What runs once it and its subtests have ended, the last one first. */
  cleanups: PutOff[]
  /** What was declared under a condition, by title. */
  alternatives: Map<string, GoTest>
  /** What may not be declared, by title, lowest numbers first. */
  doubtful: Map<string, GoTest[]>
}

/** Thrown where a test ends itself for certain; what comes after in its body is never run. */
export class TestEnded extends Error {
  readonly running: Running

  constructor(running: Running) {
    super('test ended')
    this.running = running
  }
}
