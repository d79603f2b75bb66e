/**
 * The lease's rows. Every time in them is the database's, read when the row is at hand (`clock_timestamp()`), not when the
 * transaction began: a statement may have waited for a lock.
 */
import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely'

/** One holder's hold: only these three together are a proof. */
export interface LeaseTerm {
  name: string
  /** Unlike that of any other process. */
  holder: string
  token: string
}

/**
 * The longest time to live that there is, in milliseconds. No lease can expire later than that from now: one that seems to
 * is of a clock that was set back since, and is free. As long as what a fence allows a statement, which must not be more
 * than what any other one may take.
 */
export const LONGEST_TIME_TO_LIVE = 60_000

/** Payload: the name of the lease that has become free. */
export const LEASE_CHANNEL = 'testimony_lease'

export type TakeOutcome = { kind: 'taken'; token: string } | { kind: 'held'; holder: string | null; freeIn: number }

const milliseconds = (duration: number) => sql`${duration} * interval '1 millisecond'`

/** A number for the lock that each transaction under a term's fence has, so that they can be told from outside. */
const termLock = (name: string | RawBuilder<string>, token: string | RawBuilder<string>) =>
  sql<string>`hashtextextended('lease ' || ${name}::text || ' ' || ${token}::text, 0)`

/**
 * Ends the transactions that still hold the fence of a term that is over, so that nobody waits for a holder that was stopped
 * or cut off in the middle of one. Those of other database users, which this one may not end, it leaves to their time limits.
 */
export const endLateTransactions = async (db: QueryExecutorProvider, name: string): Promise<number> => {
  const { rows } = await sql`
    select pg_terminate_backend(late.pid)
    from (select ${termLock(sql.ref('name'), sql.ref('token'))} as key from leases where name = ${name} and (expires_at is null or expires_at <= clock_timestamp())) term
    join pg_locks late on late.locktype = 'advisory' and late.granted and late.objsubid = 1
      and late.database = (select oid from pg_database where datname = current_database())
      and late.classid::bigint = (term.key >> 32) & 4294967295 and late.objid::bigint = term.key & 4294967295
    join pg_stat_activity backend on backend.pid = late.pid and pg_has_role(backend.usesysid, 'usage')`.execute(db)
  return rows.length
}

/**
 * Takes the lease if it is free, expired, or this holder's own by an answer that never came. Waits for transactions that
 * hold the fence of the last holder, so nothing of it can be committed afterwards. The last term is cut short only where
 * it was this holder's own, or longer than one can be: so that terms that overlap would be seen.
 */
export const takeLease = async (
  db: QueryExecutorProvider,
  { name, holder, timeToLive }: { name: string; holder: string; timeToLive: number },
): Promise<TakeOutcome> => {
  const { rows: taken } = await sql<{ token: string }>`
    with free as (
      select name, token,
        holder = ${holder} or expires_at > clock_timestamp() + ${milliseconds(LONGEST_TIME_TO_LIVE)} as cut_short
      from leases
      where name = ${name} and (
        expires_at is null or expires_at <= clock_timestamp() or holder = ${holder}
        or expires_at > clock_timestamp() + ${milliseconds(LONGEST_TIME_TO_LIVE)}
      )
      for update
    ), taken as (
      update leases set token = leases.token + 1, holder = ${holder}, expires_at = clock_timestamp() + ${milliseconds(timeToLive)}
      from free where leases.name = free.name
      returning leases.name, leases.token, leases.holder, leases.expires_at, leases.expires_at - ${milliseconds(timeToLive)} as taken_at
    ), ended as (
      update lease_terms set held_until = greatest(held_from, least(held_until, taken_at))
      from free, taken where lease_terms.name = free.name and lease_terms.token = free.token and free.cut_short
    )
    insert into lease_terms (name, token, holder, held_from, held_until)
    select name, token, holder, taken_at, expires_at from taken
    returning token`.execute(db)
  if (taken[0]) return { kind: 'taken', token: taken[0].token }
  const { rows: held } = await sql<{ holder: string | null; freeIn: number }>`
    select holder, coalesce(extract(epoch from expires_at - clock_timestamp()) * 1000, 0)::float8 as "freeIn"
    from leases where name = ${name}`.execute(db)
  if (held[0]) return { kind: 'held', ...held[0] }
  await sql`insert into leases (name) values (${name}) on conflict do nothing`.execute(db)
  return { kind: 'held', holder: null, freeIn: 0 }
}

/** Answers whether it is still this holder's. Never waits for transactions that hold its fence. */
export const extendLease = async (db: QueryExecutorProvider, { name, holder, token }: LeaseTerm, timeToLive: number): Promise<boolean> => {
  const { rows } = await sql`
    with extended as (
      update leases set expires_at = clock_timestamp() + ${milliseconds(timeToLive)}
      where name = ${name} and holder = ${holder} and token = ${token} and expires_at > clock_timestamp()
      returning name, token, expires_at
    )
    update lease_terms set held_until = greatest(held_from, expires_at)
    from extended where lease_terms.name = extended.name and lease_terms.token = extended.token
    returning lease_terms.token`.execute(db)
  return rows.length > 0
}

/** Whoever stands by is told at once. */
export const releaseLease = async (db: QueryExecutorProvider, { name, holder, token }: LeaseTerm): Promise<void> => {
  await sql`
    with released as (
      update leases set holder = null, expires_at = null
      where name = ${name} and holder = ${holder} and token = ${token} and expires_at > clock_timestamp()
      returning name, token
    ), ended as (
      update lease_terms set held_until = greatest(held_from, clock_timestamp())
      from released where lease_terms.name = released.name and lease_terms.token = released.token
    )
    select pg_notify(${LEASE_CHANNEL}, name) from released`.execute(db)
}

/**
 * Answers whether the lease is this holder's, and if so keeps it that until the transaction ends: `key share` is in the way
 * of the next holder (`for update`), and not in that of an extension.
 *
 * Whoever takes the lease next ends the transaction (`endLateTransactions`). Where it may not, the database gives it up when it
 * does nothing, or is at one statement, for as long as the lease was proved for: each limit starts anew with each statement.
 */
export const holdFence = async (transaction: QueryExecutorProvider, { name, holder, token }: LeaseTerm): Promise<boolean> => {
  await sql`select pg_advisory_xact_lock_shared(${termLock(name, token)})`.execute(transaction)
  const { rows } = await sql`
    with held as (
      select greatest(1, ceil(extract(epoch from expires_at - clock_timestamp()) * 1000))::int::text as remaining from leases
      where name = ${name} and holder = ${holder} and token = ${token} and expires_at > clock_timestamp()
      for key share
    )
    select set_config('statement_timeout', remaining, true), set_config('idle_in_transaction_session_timeout', remaining, true)
    from held`.execute(transaction)
  return rows.length > 0
}
