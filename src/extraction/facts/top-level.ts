import type { Statement } from './program.ts'

const NESTING_LIMIT = 20

const NONE: readonly (readonly Statement[])[] = []

const bodiesOf = (statement: Statement): readonly (readonly Statement[])[] => {
  switch (statement.kind) {
    case 'if':
      return [statement.then, statement.else]
    case 'try':
      return [statement.body, ...statement.handlers, statement.otherwise, statement.finally]
    case 'block':
      return [statement.body]
    default:
      return NONE
  }
}

/** A file's statements outside of functions and classes. */
export function* topLevel(statements: readonly Statement[], depth = 0): Generator<Statement> {
  if (depth > NESTING_LIMIT) return
  for (const statement of statements) {
    yield statement
    for (const body of bodiesOf(statement)) yield* topLevel(body, depth + 1)
  }
}
