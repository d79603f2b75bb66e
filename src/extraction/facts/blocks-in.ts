import type { Statement } from './program.ts'

/** The blocks right inside a statement, whether they are run or not; those of functions and classes are none of its own. */
export const blocksIn = (statement: Statement): readonly Statement[][] => {
  switch (statement.kind) {
    case 'if':
      return [statement.then, statement.else]
    case 'each':
    case 'loop':
      return [statement.body, ...(statement.otherwise ? [statement.otherwise] : [])]
    case 'block':
      return [statement.body]
    case 'try':
      return [statement.body, ...statement.handlers, statement.otherwise, statement.finally]
    case 'switch':
      return statement.cases.map(({ body }) => body)
    default:
      return NONE
  }
}

const NONE: readonly Statement[][] = []
