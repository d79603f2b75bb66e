/** One directory's pytest configuration, from the first file of that directory that holds any. */
import { parse } from 'smol-toml'
import type { Project } from '../../project.ts'
import { parseIni, splitWords } from './ini-file.ts'

/** Options by name, each as words or, where it is a flag or one text, as text. */
export interface PytestConfiguration {
  readonly file: string
  text(name: string): string | undefined
  words(name: string): string[] | undefined
}

/** In order of precedence. */
const FILES = ['pytest.toml', '.pytest.toml', 'pytest.ini', '.pytest.ini', 'pyproject.toml', 'tox.ini', 'setup.cfg'] as const

export const isPytestFile = (path: string): boolean => (FILES as readonly string[]).includes(path.slice(path.lastIndexOf('/') + 1))

export const isConftest = (path: string): boolean => path === 'conftest.py' || path.endsWith('/conftest.py')

type Values = ReadonlyMap<string, unknown>

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const parseToml = (text: string): Record<string, unknown> => {
  try {
    const table: unknown = parse(text)
    return isTable(table) ? table : {}
  } catch {
    return {}
  }
}

const valuesOf = (table: unknown): Values | null => (isTable(table) ? new Map(Object.entries(table)) : null)

const readToml = (name: string, text: string): Values | null => {
  const table = parseToml(text)
  if (name !== 'pyproject.toml') return valuesOf(table['pytest']) ?? new Map()
  const tool = isTable(table['tool']) ? table['tool']['pytest'] : undefined
  if (!isTable(tool)) return null
  const { ini_options: legacy, ...own } = tool
  return Object.keys(own).length > 0 ? valuesOf(own) : valuesOf(legacy)
}

const readIni = (name: string, text: string): Values | null => {
  const section = parseIni(text).get(name === 'setup.cfg' ? 'tool:pytest' : 'pytest')
  return section ?? (name.endsWith('pytest.ini') ? new Map() : null)
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

const configurationOf = (file: string, values: Values): PytestConfiguration => ({
  file,
  text: (name) => {
    const value = values.get(name)
    if (value === undefined) return undefined
    return Array.isArray(value) ? value.map(textOf).join(' ') : textOf(value)
  },
  words: (name) => {
    const value = values.get(name)
    if (value === undefined) return undefined
    return Array.isArray(value) ? value.map(textOf) : splitWords(textOf(value))
  },
})

/** Null where none of the directory's files configures pytest. */
export const configurationIn = (directory: string, project: Project): PytestConfiguration | null => {
  for (const name of FILES) {
    const path = directory === '' ? name : `${directory}/${name}`
    const text = project.text(path)
    if (text === null) continue
    const values = name.endsWith('.toml') ? readToml(name, text) : readIni(name, text)
    if (values) return configurationOf(path, values)
  }
  return null
}
