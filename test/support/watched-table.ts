import { Client } from 'pg'

export interface WatchedTable extends AsyncDisposable {
  /** Resolves once this holds; asked anew whenever a change of the table is committed. */
  until: (condition: () => Promise<boolean>) => Promise<void>
}

/**
 * Lets a test wait for what a table says, without asking again and again. For each row, since statements on a
 * partitioned table run only the row triggers of its parts.
 */
export const watchTable = async (url: string, table: string): Promise<WatchedTable> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`
    create or replace function tell_change() returns trigger language plpgsql as $$ begin notify test_table_changed; return null; end $$;
    create or replace trigger tell_change after insert or update or delete on ${table}
      for each row execute function tell_change()`)
  await client.query('listen test_table_changed')
  let changes = 0
  let onChange = (): void => {}
  client.on('notification', () => {
    changes += 1
    onChange()
  })
  return {
    until: async (condition) => {
      for (;;) {
        const seen = changes
        if (await condition()) return
        if (changes === seen) await new Promise<void>((resolve) => (onChange = resolve))
      }
    },
    [Symbol.asyncDispose]: () => client.end(),
  }
}
