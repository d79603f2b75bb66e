import type { Statement } from './program.ts'

const NESTING_LIMIT = 20

/** A file's statements outside of functions and classes. */
export function* topLevel(statements: readonly Statement[], depth = 0): Generator<Statement> {
  if (depth > NESTING_LIMIT) return
  for (const statement of statements) {
    yield statement
    const inner =
      statement.kind === 'if'
        ? [statement.then, statement.else]
        : statement.kind === 'try'
          ? [statement.body, ...statement.handlers, statement.otherwise, statement.finally]
          : statement.kind === 'block'
            ? [statement.body]
            : []
    for (const body of inner) yield* topLevel(body, depth + 1)
  }
}
