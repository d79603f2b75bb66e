import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { missingFor, promqlFaultAt, readAlertRules, seriesUsedBy } from './alert-rules.ts'

describe('an expression', () => {
  it('is PromQL or has a fault somewhere', () => {
    assert.equal(promqlFaultAt('sum by (a) (rate(x_total{b!=""}[5m])) > 0.2 * sum(y) unless absent(z)'), undefined)
    for (const wrong of ['sum by (a', 'rate(x[5 minutes])', 'x{a=b}', 'x >', 'nonsense(x)'])
      assert.notEqual(promqlFaultAt(wrong), undefined, wrong)
  })

  it('says which series it asks for', () => {
    assert.deepEqual(seriesUsedBy('sum by (a) (max by (b) (x{c=~"d.*",e!="f"})) or rate(y[5m]) > 1'), [
      {
        metric: 'x',
        matchers: [
          { label: 'c', operator: '=~', value: 'd.*' },
          { label: 'e', operator: '!=', value: 'f' },
        ],
        groupedBy: ['a', 'b'],
      },
      { metric: 'y', matchers: [], groupedBy: [] },
    ])
  })

  it('finds the series that there are, and says of others what is missing', () => {
    const series = [
      { __name__: 'x', queue: 'a.dead' },
      { __name__: 'x', queue: 'a.default', error: 'some' },
    ]
    for (const right of ['x', 'x{queue="a.dead"}', 'max by (queue) (x{queue=~".*[.]dead",error=""})', 'x{queue!~"a.*t",error!="some"}'])
      assert.deepEqual(missingFor(right, series), [], right)
    assert.deepEqual(missingFor('x_count + y{a="b"}', series), ['there is no x_count', 'there is no y'])
    assert.deepEqual(missingFor('sum by (name) (x{state="b"})', series), ['x has no label state', 'x has no label name'])
    for (const none of ['x{queue="a"}', 'x{queue=~"dead"}', 'x{queue="a.dead",error!=""}'])
      assert.deepEqual(missingFor(none, series), ['no x has the labels that are asked for'], none)
  })
})

describe('rules', () => {
  const fileOf = (rule: string): string => `groups: [{ name: one, rules: [${rule}] }]`
  const right = "{ alert: Some, expr: 'x > 1', for: 5m, annotations: { summary: Words } }"

  it('are read from the file', () =>
    assert.deepEqual(
      readAlertRules(fileOf(right)).map(({ alert, expr }) => [alert, expr]),
      [['Some', 'x > 1']],
    ))

  it('are refused with anything that Prometheus would not take for a rule', () => {
    for (const [from, to] of [
      ['for: 5m', 'for: 5 minutes'],
      ['expr:', 'expression:'],
      ['annotations:', 'labels: 5, annotations:'],
      ['alert: Some', 'alert: some one'],
    ] as const)
      assert.throws(() => readAlertRules(fileOf(right.replace(from, to))), from)
  })
})
