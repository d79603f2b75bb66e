/** A node of a program, of whatever kind. */
export type AnyNode = { readonly kind?: string } & Readonly<Record<string, unknown>>

/** Whether a test holds for anything that evaluating a part of a program comes to at once: not in bodies of functions, which may never be called. */
export const someEvaluatedAtOnce = (part: unknown, test: (node: AnyNode) => boolean): boolean => {
  // Nested as deeply as somebody likes.
  const pending: unknown[] = [part]
  while (pending.length > 0) {
    const next = pending.pop()
    if (typeof next !== 'object' || next === null) continue
    if (test(next as AnyNode)) return true
    for (const [key, value] of Object.entries(next)) if (key !== 'function') pending.push(value)
  }
  return false
}
