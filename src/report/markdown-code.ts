import { visibleText } from './visible-text.ts'

const longestRun = (text: string): number => Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))

/**
 * A code span that holds the text and nothing else: its fence is longer than any run of backticks inside
 * (https://spec.commonmark.org/0.31.2/#code-spans). A line break can't end it, since text is made visible first.
 */
export const code = (text: string): string => {
  const shown = visibleText(text)
  if (shown.trim() === '') return '(no name)'
  const fence = '`'.repeat(longestRun(shown) + 1)
  // A renderer takes one space off each end where there is one at both.
  const padding = /^`|`$|^ .* $/.test(shown) ? ' ' : ''
  return fence + padding + shown + padding + fence
}

/** In a table a pipe ends the cell, in a code span too, unless it has a backslash (https://github.github.com/gfm/#example-200). */
export const codeInTable = (text: string): string => code(text).replaceAll('|', '\\|')
