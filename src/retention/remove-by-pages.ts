import type { Transaction } from 'kysely'

import type { Tables } from '../postgres/tables.ts'
import type { RemovalContext, Rows } from './removal.ts'

/** `last`: the last id that was looked at, null where there was none. */
export interface RemovedPage {
  last: string | null
  removed: Rows
}

/**
 * One walk through a table by id, a batch a page, each from where the last one ended: else every batch would step anew
 * over what is old and kept.
 */
export async function* removeByPages(
  batch: RemovalContext['batch'],
  removePage: (transaction: Transaction<Tables>, after: string) => Promise<RemovedPage | undefined>,
): AsyncGenerator<Rows, void, undefined> {
  for (let after = '0'; ;) {
    const page = await batch((transaction) => removePage(transaction, after))
    if (page === undefined || page.last === null) return
    after = page.last
    yield page.removed
  }
}
