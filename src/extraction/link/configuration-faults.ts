/** Configuration that can't be read as its author meant it: what it says of tests is not known then. */
import { type ParseError, parse as parseJson, printParseErrorCode } from 'jsonc-parser'
import { parse as parseToml, TomlError } from 'smol-toml'
import type { Diagnostic } from '../../inventory/inventory.ts'
import type { FileFacts } from '../facts/program.ts'
import type { Framework } from '../framework.ts'
import { isTestMaterial } from './test-material.ts'

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

const jsonFault = (text: string): string | null => {
  const errors: ParseError[] = []
  try {
    parseJson(text, errors, { allowTrailingComma: true })
  } catch {
    return 'it nests too deeply'
  }
  const [first] = errors
  return first ? `line ${lineAt(text, first.offset)}: ${printParseErrorCode(first.error)}` : null
}

const tomlFault = (text: string): string | null => {
  try {
    parseToml(text)
    return null
  } catch (error) {
    return error instanceof TomlError ? `line ${error.line}: ${error.message.split('\n')[0]}` : 'it nests too deeply'
  }
}

const faultOf = (path: string, text: string, facts: FileFacts | undefined): string | null => {
  if (path.endsWith('.json')) return jsonFault(text)
  if (path.endsWith('.toml')) return tomlFault(text)
  const [error] = facts?.syntaxErrors ?? []
  return error ? `line ${error.line}: ${error.message}` : null
}

/**
 * What is wrong with the files that tell how tests are run: those of the frameworks, wherever they stand, and the top
 * package's manifest. Other manifests may be broken on purpose, as material of tests.
 */
export const configurationFaults = (
  texts: ReadonlyMap<string, string>,
  facts: { get(path: string): FileFacts | undefined },
  frameworks: readonly Framework[],
): Diagnostic[] =>
  [...texts].flatMap(([path, text]): Diagnostic[] => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const isRead = path === 'package.json' || frameworks.some((framework) => framework.isConfiguration(name, path))
    // What could not be had at all is empty here, and told elsewhere.
    const fault = isRead && text !== '' && !isTestMaterial(path) ? faultOf(path, text, facts.get(path)) : null
    return fault === null ? [] : [{ path, code: 'syntax-error', message: `${fault}; what it says of tests is not known` }]
  })
