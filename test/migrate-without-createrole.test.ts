/** A server whose users may make no roles, as managed ones often are, until one of them may. */
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { ROLE_GRANTS } from '../src/postgres/role-grants.ts'
import { startOwnPostgres } from './support/own-postgres.ts'
import { openWorkplace } from './support/testimony.ts'

it('a user who may make no roles migrates all the same, is told, and so is doctor, until it may', async () => {
  await using server = await startOwnPostgres()
  await using place = await openWorkplace()
  const roles = Object.keys(ROLE_GRANTS)
  await server.pool.query(`drop role ${roles.join(', ')}`)
  await server.pool.query(`create role plain login password 'plain'`)
  await server.pool.query('create database plain owner plain')
  const url = new URL(server.url)
  url.pathname = '/plain'
  const asOwner = { DATABASE_URL: Object.assign(new URL(url), { username: 'plain', password: 'plain' }).href }

  const first = await place.testimony(['migrate'], asOwner)
  assert.equal(first.code, 0, first.stderr)
  assert.match(first.stderr, /may not make roles, so there is no testimony_analyzer, .*testimony_web: let one with CREATEROLE/)
  const doctor = await place.testimony(['doctor'], asOwner)
  assert.match(doctor.stdout, /the server has no testimony_analyzer,.*\n.*→ run `testimony migrate` as a user with CREATEROLE/)

  await server.pool.query('alter role plain createrole')
  const second = await place.testimony(['migrate'], asOwner)
  assert.equal(second.code, 0, second.stderr)
  assert.doesNotMatch(second.stderr, /roles/)
  assert.match((await place.testimony(['doctor'], asOwner)).stdout, /each process has its role/)
  await server.pool.query('alter role plain nocreaterole')
  const third = await place.testimony(['migrate'], asOwner)
  assert.equal(third.code, 0, third.stderr)
  assert.doesNotMatch(third.stderr, /roles/)
})
