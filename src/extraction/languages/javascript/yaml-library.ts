/** The packages that read YAML, as programs make tables with it. */
import { host, type HostValue, type Invocation, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { parseYaml } from '../../parse-yaml.ts'
import { valueOfPlain } from './json.ts'

/** What one of the packages reads as a date or a truth, and the other as a text. */
const DEBATABLE = /(?:^|[\s:[{,-])(?:\d{4}-\d\d?-\d\d?|yes|no|on|off|y|n|0o?\d+|[-+]?\d[\d_]*_\d+|!\S+)(?=[\s,\]}]|$)/im

const MAXIMUM_TEXT = 200_000

const parsed = ({ arguments: [text, options], evaluator }: Invocation): Value => {
  if (typeof text !== 'string' || text.length > MAXIMUM_TEXT || options !== undefined || DEBATABLE.test(text)) return UNKNOWN
  try {
    return valueOfPlain(parseYaml(text), evaluator)
  } catch {
    return UNKNOWN
  }
}

const FUNCTIONS: Readonly<Record<string, readonly string[]>> = { yaml: ['parse'], 'js-yaml': ['load', 'safeLoad'] }

export const yamlLibrary = (source: string): HostValue | undefined => {
  const names = Object.hasOwn(FUNCTIONS, source) ? FUNCTIONS[source] : undefined
  if (!names) return undefined
  const self: HostValue = host(source, {
    member: (property) =>
      property === 'default' ? self : names.includes(property) ? host(`${source}.${property}`, { call: parsed }) : MISSING,
  })
  return self
}
