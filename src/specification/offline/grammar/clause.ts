/** What the name of a test or suite says, as far as its words tell. */
export type Clause =
  /** What happens; starts with the verb (`returns null`), or with the subject of its own (`parser returns null`). */
  | { kind: 'statement'; text: string; hasSubject: boolean }
  /** Under which condition, without what then happens: `when empty`. */
  | { kind: 'condition'; text: string }
  /** What it is about, without what happens: `expired token`. */
  | { kind: 'topic'; text: string }
  /** Nothing: `works`, `test 1`. */
  | { kind: 'vague'; text: string }
  /** Words of another language than English, to be kept as they are. */
  | { kind: 'foreign'; text: string }
