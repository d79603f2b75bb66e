/** What managers swallow of what is thrown in their blocks, as the texts of their functions tell. */
import { blocksIn } from '../facts/blocks-in.ts'
import type { FunctionFacts, Statement } from '../facts/program.ts'

const some = (statements: readonly Statement[], is: (statement: Statement) => boolean): boolean =>
  statements.some((statement) => is(statement) || blocksIn(statement).some((block) => some(block, is)))

/** `return True`, or what may be true. */
const givesSomething = (statement: Statement): boolean =>
  statement.kind === 'return' && statement.value !== null && !(statement.value.kind === 'literal' && !statement.value.value)

const catches = (statement: Statement): boolean => statement.kind === 'try' && statement.handlers.length > 0

/** Whether the function that is called where a block is left may answer that it swallows what was thrown. */
export const mayAnswerThatItSwallows = ({ body }: FunctionFacts): boolean => some(body, givesSomething)

/** Whether a generator that stands for a manager catches something: what is thrown in the block is thrown where it yields. */
export const catchesAsGenerator = ({ generator, body }: FunctionFacts): boolean => generator === true && some(body, catches)
