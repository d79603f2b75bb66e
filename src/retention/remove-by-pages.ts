import type { Transaction } from 'kysely'

import type { Tables } from '../postgres/tables.ts'
import type { RemovalContext, Rows } from './removal.ts'

/** `last`: the last key that was looked at, null where there was none. */
export interface RemovedPage {
  last: string | null
  removed: Rows
}

/**
 * One walk through a table by id, or another key whose first is after `first`: a batch a page, each from where the last
 * one ended. Else every batch would step anew over what is old and kept.
 */
export async function* removeByPages(
  batch: RemovalContext['batch'],
  removePage: (transaction: Transaction<Tables>, after: string) => Promise<RemovedPage | undefined>,
  first = '0',
): AsyncGenerator<Rows, void, undefined> {
  for (let after = first; ;) {
    const page = await batch((transaction) => removePage(transaction, after))
    if (page === undefined || page.last === null) return
    after = page.last
    yield page.removed
  }
}
