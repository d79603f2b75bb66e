import { sql } from 'kysely'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import { repositoryKey, textKey } from './repository-identity.ts'

export interface ChosenAnalysis {
  id: string
  commit: string
  finishedAt: Date
}

export type PinOutcome =
  | { kind: 'done'; analysis: ChosenAnalysis }
  /** There is none, or none of this commit, or it has just been removed. */
  | { kind: 'not-stored' }
  | { kind: 'ambiguous' }

interface Choice {
  /** What the commit begins with; the newest analysis where absent. */
  commit?: string
}

const choose = async (
  db: Database,
  identity: RepositoryIdentity,
  { commit }: Choice,
  pinned: boolean | null,
): Promise<{ kind: 'chosen'; analysis: ChosenAnalysis } | Exclude<PinOutcome, { kind: 'done' }>> => {
  const { rows } = await sql<{ id: string; commit: string; finished_at: Date }>`
    select a.id, a.commit, a.finished_at from analyses a join repositories r on r.id = a.repository_id
    where r.identity_key = ${textKey(repositoryKey(identity))} and a.status = 'completed'
      and starts_with(a.commit, ${storableText(commit ?? '')}) and (${pinned}::boolean is null or (a.pinned_at is not null) = ${pinned})
    order by a.finished_at desc, a.id desc
  `.execute(db)
  const [newest] = rows
  if (newest === undefined) return { kind: 'not-stored' }
  if (commit !== undefined && rows.some((row) => row.commit !== newest.commit)) return { kind: 'ambiguous' }
  return { kind: 'chosen', analysis: { id: newest.id, commit: newest.commit, finishedAt: newest.finished_at } }
}

/** Keeps an analysis whatever the retention policy says, until it is unpinned. Pinning it again changes its reason. */
export const pinAnalysis = async (
  db: Database,
  identity: RepositoryIdentity,
  choice: Choice & { reason?: string },
): Promise<PinOutcome> => {
  const chosen = await choose(db, identity, choice, null)
  if (chosen.kind !== 'chosen') return chosen
  const reason = choice.reason === undefined ? null : storableText(choice.reason)
  const { rows } = await sql`
    update analyses set pinned_at = coalesce(pinned_at, now()), pin_reason = ${reason} where id = ${chosen.analysis.id} returning id
  `.execute(db)
  return rows.length === 0 ? { kind: 'not-stored' } : { kind: 'done', analysis: chosen.analysis }
}

/** Leaves an analysis to the retention policy again; without a commit the newest that is pinned. */
export const unpinAnalysis = async (db: Database, identity: RepositoryIdentity, choice: Choice): Promise<PinOutcome> => {
  const chosen = await choose(db, identity, choice, true)
  if (chosen.kind !== 'chosen') return chosen
  await sql`update analyses set pinned_at = null, pin_reason = null where id = ${chosen.analysis.id}`.execute(db)
  return { kind: 'done', analysis: chosen.analysis }
}

export interface PinnedAnalysis extends ChosenAnalysis {
  /** As `pin` takes it. */
  repository: string
  pinnedAt: Date
  reason: string | null
}

/** What is pinned, the latest pin first. */
export const readPinnedAnalyses = async (db: Database): Promise<PinnedAnalysis[]> => {
  const { rows } = await sql<{ id: string; commit: string; finished_at: Date; repository: string; pinned_at: Date; reason: string | null }>`
    select a.id, a.commit, a.finished_at, coalesce(r.url, r.path, r.identity) as repository, a.pinned_at, a.pin_reason as reason
    from analyses a join repositories r on r.id = a.repository_id where a.pinned_at is not null order by a.pinned_at desc, a.id desc
  `.execute(db)
  return rows.map(({ id, commit, finished_at, repository, pinned_at, reason }) => ({
    id,
    commit,
    finishedAt: finished_at,
    repository,
    pinnedAt: pinned_at,
    reason,
  }))
}
