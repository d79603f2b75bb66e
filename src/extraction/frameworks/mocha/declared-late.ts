import type { CollectedSuite, CollectedTest } from '../../declaration/declaration-collector.ts'
import type { ClosureValue, Invocation } from '../../evaluation/value.ts'
import { mark } from '../../languages/javascript/declaring/test-body.ts'

/**
 * Mocha doesn't wait for a suite's body: what that declares once it has waited for something stands at the top, if it comes
 * to be declared before the tests run. Where it only may have waited, it stays where it would be without that.
 */
export const declaredLate = (
  { facts: { awaitLine = Infinity, mayAwaitLine = Infinity }, module }: ClosureValue,
  { evaluator: { collector } }: Invocation,
): void => {
  const first = Math.min(awaitLine, mayAwaitLine)
  if (!collector || first === Infinity || module.path !== collector.path) return
  const { current: suite, root } = collector
  if (suite === root) return
  const isBehind = (child: CollectedSuite | CollectedTest, line: number): boolean =>
    child.line > line && (child.kind === 'suite' || child.declaredAt === undefined)
  for (const child of suite.children) if (isBehind(child, first)) mark(child, {}, false)
  root.children.push(...suite.children.filter((child) => isBehind(child, awaitLine)))
  suite.children = suite.children.filter((child) => !isBehind(child, awaitLine))
}
