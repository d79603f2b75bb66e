import type { AskModel, ModelRequest, TokensUsed } from './asking/ask-model.ts'
import { ModelFault } from './asking/model-fault.ts'
import type { ModelAnswers } from './model-answers.ts'
import type { ModelRun } from './model-run.ts'
import type { TokenBudget } from './token-budget.ts'

export interface WithinBudget extends Pick<ModelRun, 'ask' | 'answers'> {
  /** Whether a request went without its answer for the budget, or for a fault that may pass: later there may be one. */
  isCutShort: () => boolean
}

/** What was answered was paid for, whatever it was; and what was read, though nobody waited for the answer. */
const paidFor = ({ expected }: ModelRequest, { class: kind, code }: ModelFault): TokensUsed | undefined => {
  if (kind === 'answer') return expected
  return code === 'model-timeout' ? { input: expected.input, output: 0 } : undefined
}

/**
 * Asks within the budget. A fault ends the document unless it is one request's own affair, which is then written without
 * the model: it was answered by nothing that can be used; it is not taken by a server that has taken others; or it fails
 * again and again while others are answered. So nobody's test names keep a whole document from being written.
 */
export const askWithin = (budget: TokenBudget, ask: AskModel, answers: ModelAnswers): WithinBudget => {
  /** Of this run, or of one before it. */
  let hasTakenOthers = false
  let answered = 0
  let cutShort = false

  const concernsItAlone = ({ class: kind, code }: ModelFault, answeredBefore: number): boolean => {
    if (kind === 'answer') return true
    if (kind === 'permanent') return code === 'model-request-refused' && hasTakenOthers
    return code !== 'model-rate-limited' && answered > answeredBefore
  }

  return {
    isCutShort: () => cutShort,
    answers: {
      ...answers,
      load: async (keys, signal) => {
        const found = await answers.load(keys, signal)
        hasTakenOthers ||= found.size > 0
        return found
      },
    },
    ask: async (request, signal) => {
      const reservation = budget.reserve(request.expected)
      if (reservation === undefined) {
        cutShort = true
        return { kind: 'unanswered', again: false }
      }
      const answeredBefore = answered
      try {
        const { text, used } = await ask(request, signal)
        reservation.settle(used)
        answered += 1
        hasTakenOthers = true
        return { kind: 'answered', text }
      } catch (error) {
        if (!(error instanceof ModelFault)) {
          reservation.settle(undefined)
          throw error
        }
        reservation.settle(paidFor(request, error))
        if (!concernsItAlone(error, answeredBefore)) throw error
        // What is transient was tried again already.
        const transient = error.class === 'transient'
        cutShort ||= transient
        return { kind: 'unanswered', again: !transient }
      }
    },
  }
}
