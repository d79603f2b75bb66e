import type { Statement } from '../../facts/program.ts'

/** A statement that does nothing but leave early, if at all. */
export const isJump = (statement: Statement): boolean => {
  switch (statement.kind) {
    case 'return':
      return statement.value === null
    case 'break':
    case 'continue':
      return true
    case 'if':
      return statement.then.every(isJump) && statement.else.every(isJump)
    case 'block':
      return statement.body.every(isJump)
    default:
      return false
  }
}

/** Whether a jump may lead out of more than what is innermost. */
export const leavesMore = (statement: Statement): boolean => {
  switch (statement.kind) {
    case 'break':
    case 'continue':
      return statement.label !== undefined
    case 'if':
      return statement.then.some(leavesMore) || statement.else.some(leavesMore)
    case 'block':
      return statement.body.some(leavesMore)
    default:
      return false
  }
}
