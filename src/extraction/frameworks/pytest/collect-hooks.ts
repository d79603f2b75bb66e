/** `pytest_collect_file`: what conftests collect of a file themselves, beside what pytest does. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { UNKNOWN, type Value } from '../../evaluation/value.ts'
import { makePath } from '../../languages/python/library/pathlib.ts'
import { absolutePath } from '../../languages/text/repository-place.ts'
import { invoke } from '../../languages/python/python-calls.ts'
import { type Collector, collectorOf, hookOf } from './collectors.ts'
import { type Conftest, nameIn } from './load-conftests.ts'

const HOOK = 'pytest_collect_file'

/** Whether a conftest has such a hook, as its text reads; where it has, any file below may be one that it collects. */
export const mayCollectFiles = (text: string): boolean => /^[ \t]*(?:def[ \t]+)?pytest_collect_file\b/m.test(text)

export interface HookedCollector {
  readonly collector: Collector
  /** Something that isn't known decides whether it collects. */
  readonly isConditional: boolean
}

const collectorsIn = (answer: Value): HookedCollector[] => {
  const options = typeof answer === 'object' && answer?.kind === 'either' ? answer.options : [answer]
  return options.flatMap((option) => {
    const collector = collectorOf(option)
    return collector ? [{ collector, isConditional: options.length > 1 }] : []
  })
}

/** What collects a file, by the hooks of the conftests around it. */
export const collectorsFor = (path: string, conftests: readonly Conftest[], evaluator: Evaluator): HookedCollector[] =>
  conftests.flatMap(({ module }) => {
    const value = nameIn(module, HOOK)
    const collector = hookOf(value)?.(path)
    if (collector) return [{ collector, isConditional: false }]
    if (typeof value !== 'object' || value?.kind !== 'closure') return []
    const file = makePath(absolutePath(path), evaluator)
    const given: Record<string, Value> = { file_path: file, path: file }
    const values = value.facts.parameters.map(({ pattern }) => (pattern.kind === 'name' ? (given[pattern.name] ?? UNKNOWN) : UNKNOWN))
    let answer: Value = null
    evaluator.onBodyAllowance(() => {
      answer = invoke(evaluator, value, values)
    })
    return collectorsIn(answer)
  })
