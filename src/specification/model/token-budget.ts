import type { TokensUsed } from './asking/ask-model.ts'

export interface TokensSpent extends TokensUsed {
  requests: number
}

export interface TokenBudget {
  readonly spent: TokensSpent
  /** Keeps tokens for a request until `settle`, which says what it took (undefined: unknown); undefined where there are not enough. */
  reserve: (expected: TokensUsed) => { settle: (used: TokensUsed | undefined) => void } | undefined
}

/** What a document may cost, and has cost. Without a limit it counts only. `onSpent` is told whenever that grows. */
export const createTokenBudget = (
  limit: number = Number.POSITIVE_INFINITY,
  onSpent: (spent: TokensSpent) => void = () => {},
): TokenBudget => {
  const spent = { requests: 0, input: 0, output: 0 }
  let reserved = 0
  return {
    spent,
    reserve: (expected) => {
      const tokens = expected.input + expected.output
      if (spent.input + spent.output + reserved + tokens > limit) return undefined
      reserved += tokens
      return {
        settle: (used) => {
          reserved -= tokens
          if (used === undefined) return
          spent.requests += 1
          spent.input += used.input
          spent.output += used.output
          onSpent(spent)
        },
      }
    },
  }
}

/** Of a million tokens, in whatever currency. */
export interface Prices {
  input: number
  output: number
}

export const costOf = ({ input, output }: TokensUsed, prices: Prices): number => (input * prices.input + output * prices.output) / 1_000_000
