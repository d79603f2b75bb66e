/** `pytest.mark`: marks as values, where they hang, and reading them back. */
import { isCertain, listOf, partsOf } from '../../evaluation/doubtful-items.ts'
import { hostDataOf } from '../../evaluation/host-data.ts'
import { host, type HostValue, type Invocation, type Part, type Value } from '../../evaluation/value.ts'

export interface PytestMark {
  readonly name: string
  readonly arguments: readonly Value[]
  readonly keywords: ReadonlyMap<string, Value>
  /** There may be more arguments than these. */
  readonly open: boolean
  /** How uncertain the evaluation was where the mark was put on something; 0 where it stands for itself. */
  readonly uncertainty: number
}

interface MarkData {
  readonly kind: 'pytest mark'
  readonly mark: PytestMark
}

export const markOf = (value: Value): PytestMark | undefined => hostDataOf<MarkData>(value, 'pytest mark')?.mark

const markValue = (mark: PytestMark): HostValue =>
  host(`pytest.mark.${mark.name}`, {
    data: { kind: 'pytest mark', mark } satisfies MarkData,
    call: (invocation) => callMark(mark, invocation),
  })

/** What marks hang on: that of a function or class, those of all that it may be; none where it may be anything else. */
const holdersOf = (target: Value): Map<string, Value>[] => {
  if (typeof target !== 'object' || target === null) return []
  if (target.kind === 'closure') return [target.attributes]
  if (target.kind === 'class') return [target.members]
  const found = target.kind === 'either' ? target.options.map(holdersOf) : []
  return found.every((holders) => holders.length > 0) ? [...new Set(found.flat())] : []
}

/** With one function or class alone it marks that; with anything else it is the mark with these arguments. */
const callMark = (mark: PytestMark, invocation: Invocation): Value => {
  const [target] = invocation.arguments
  const holders = invocation.arguments.length === 1 && invocation.keywords.size === 0 ? holdersOf(target) : []
  if (holders.length > 0) {
    const marked = markValue({ ...mark, uncertainty: invocation.evaluator.uncertainty })
    for (const holder of holders) holder.set('pytestmark', listOf([...unpack(holder.get('pytestmark')), { item: marked }]))
    return target
  }
  return markValue({
    ...mark,
    arguments: [...mark.arguments, ...invocation.arguments],
    keywords: new Map([...mark.keywords, ...invocation.keywords]),
    open: mark.open || invocation.open,
  })
}

/** What `pytestmark` holds: one mark or several. */
const unpack = (value: Value): Part[] => {
  if (value === undefined || value === null) return []
  return typeof value === 'object' && value.kind === 'list' ? partsOf(value) : [{ item: value }]
}

/** The marks in a value, those that may not be there as uncertain. */
export const marksIn = (value: Value): PytestMark[] => {
  return unpack(value).flatMap((part) => {
    const { item } = part
    const mark = markOf(item)
    if (mark) return [isCertain(part) ? mark : { ...mark, uncertainty: Number.POSITIVE_INFINITY }]
    if (typeof item !== 'object' || item?.kind !== 'either') return []
    return item.options.flatMap((option) => marksIn(option).map((one) => ({ ...one, uncertainty: Number.POSITIVE_INFINITY })))
  })
}

export const markNamespace: HostValue = host('pytest.mark', {
  member: (name) => markValue({ name, arguments: [], keywords: new Map(), open: false, uncertainty: 0 }),
})

/** A mark's argument by position or name. */
export const markArgument = (mark: PytestMark, index: number, name: string): Value =>
  index < mark.arguments.length ? mark.arguments[index] : mark.keywords.get(name)
