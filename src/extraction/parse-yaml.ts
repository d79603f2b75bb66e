import { createRequire } from 'node:module'
import type * as Yaml from 'yaml'

const require = createRequire(import.meta.url)

/** What a YAML text says. Loaded by the first one, which few repositories have. @throws what is wrong with it */
export const parseYaml = (text: string): unknown => {
  const { parse } = require('yaml') as typeof Yaml
  return parse(text)
}
