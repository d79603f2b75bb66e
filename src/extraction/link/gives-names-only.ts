/** Files that do nothing but give names to others: what lies among tests and is none. */
import { someEvaluatedAtOnce } from '../facts/evaluated-at-once.ts'
import type { CallExpression, FileFacts, Statement } from '../facts/program.ts'

type AnyCall = { kind: string } & Omit<CallExpression, 'kind'>

/** Whether evaluating it calls something with a title or a function, as helpers that declare tests are called. */
const callsLikeDeclaring = (part: unknown): boolean =>
  someEvaluatedAtOnce(part, ({ kind, callee, arguments: given = [] }: Partial<AnyCall>) => {
    if (kind !== 'call' || (callee?.kind === 'name' && callee.name === 'require')) return false
    const [title] = given
    const isTitled = title?.kind === 'template' || (title?.kind === 'literal' && typeof title.value === 'string')
    return isTitled || given.some((one) => one.kind === 'function')
  })

const isGiving = (statement: Statement): boolean => {
  switch (statement.kind) {
    case 'import':
      return statement.names.length > 0
    case 'export':
    case 'exportAll':
    case 'function':
      return true
    case 'declare':
    case 'exportDefault':
      return !callsLikeDeclaring(statement.value)
    case 'class':
      return !callsLikeDeclaring(statement.class)
    default:
      return false
  }
}

/** No word of the file declares tests, and all it does is to give names to others. */
export const givesNamesOnly = ({ body, vocabulary }: FileFacts): boolean => !vocabulary && body.every(isGiving)
