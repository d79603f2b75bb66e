import { visibleText } from '../../src/report/visible-text.ts'

const COMMON = new Set(['level', 'time', 'service', 'version', 'message', 'error'])

const shown = (value: unknown): string => visibleText(typeof value === 'string' ? value : JSON.stringify(value))

const parse = (line: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(line)
    // Any object can be looked at by its keys.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const errorText = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? `: ${shown(error.message)}` : ''

/** A service's log line for a person: time, level where it matters, message, what else it has. Other lines stay as they are. */
export const readableLogLine = (line: string): string => {
  const fields = parse(line)
  if (fields === null || typeof fields['message'] !== 'string') return visibleText(line)
  const time = typeof fields['time'] === 'string' ? `${fields['time'].slice(11, 19)} ` : ''
  const level = fields['level'] === 'info' ? '' : `${shown(fields['level'])}: `
  const rest = Object.entries(fields)
    .filter(([name]) => !COMMON.has(name))
    .map(([name, value]) => ` ${name}=${shown(value)}`)
  return `${time}${level}${visibleText(fields['message'])}${errorText(fields['error'])}${rest.join('')}`
}
