import type { CollectedSuite, CollectedTest } from '../../declaration/declaration-collector.ts'
import type { ClosureValue, Invocation } from '../../evaluation/value.ts'
import { mark } from '../../languages/javascript/declaring/test-body.ts'

/**
 * Mocha doesn't wait for a suite's body: what that declares once it has waited for something stands at the top, if it comes
 * to be declared before the tests run.
 */
export const declaredLate = ({ facts: { awaitLine }, module }: ClosureValue, { evaluator: { collector } }: Invocation): void => {
  if (!collector || awaitLine === undefined || module.path !== collector.path) return
  const { current: suite, root } = collector
  if (suite === root) return
  const isLate = (child: CollectedSuite | CollectedTest): boolean =>
    child.line > awaitLine && (child.kind === 'suite' || child.declaredAt === undefined)
  const late = suite.children.filter(isLate)
  suite.children = suite.children.filter((child) => !isLate(child))
  for (const child of late) {
    mark(child, {}, false)
    root.children.push(child)
  }
}
