import type { Evaluator } from './evaluator.ts'

/** Runs `inner` when called, as if evaluation were still where it is now. */
export const resumption = (evaluator: Evaluator, inner: () => void): (() => void) => {
  const { conditions, unknownLoops } = evaluator
  const frames = [...evaluator.frames]
  return () => {
    const { generated, catching } = evaluator
    const outer = { conditions: evaluator.conditions, unknownLoops: evaluator.unknownLoops, generated, catching }
    const entered = evaluator.frames.splice(0, evaluator.frames.length, ...frames)
    Object.assign(evaluator, { conditions, unknownLoops, generated: null, catching: null })
    try {
      inner()
    } finally {
      Object.assign(evaluator, outer)
      evaluator.frames.splice(0, evaluator.frames.length, ...entered)
    }
  }
}
