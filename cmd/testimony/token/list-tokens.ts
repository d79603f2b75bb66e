import { visibleText } from '../../../src/report/visible-text.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { listTokens, type StoredToken } from '../../../src/vault/stored-tokens.ts'
import { scopeText } from '../../../src/vault/token-scope.ts'
import { writeToStream } from '../../../src/runtime/write-to-stream.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { openStore } from '../open-store.ts'

const HEADINGS = ['host', 'user name', 'key', 'stored', 'rotated', 'last used', 'label']

const minuteOf = (time: Date | null): string => time?.toISOString().slice(0, 16).replace('T', ' ') ?? '-'

const cellsOf = (token: StoredToken): string[] =>
  [
    scopeText(token),
    token.username,
    token.keyId,
    minuteOf(token.createdAt),
    minuteOf(token.rotatedAt),
    minuteOf(token.lastUsedAt),
    token.label ?? '',
  ].map(visibleText)

const tableOf = (tokens: readonly StoredToken[]): string => {
  const rows = [HEADINGS, ...tokens.map(cellsOf)]
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** Times are UTC. */
export const printTokens = async (format: 'table' | 'json', context: CommandContext): Promise<number> => {
  await using store = await openStore(context)
  const tokens = await listTokens(store.db)
  const lines = format === 'json' ? [`${JSON.stringify({ tokens }, null, 2)}\n`] : tokens.length === 0 ? [] : [tableOf(tokens)]
  await writeToStream(context.output, lines, context.signal)
  if (tokens.length === 0) tell(context, 'there are no tokens: testimony token add stores one')
  return EXIT_CODE.done
}
