import assert from 'node:assert/strict'
import { test } from 'node:test'

import { asDatabaseError, DatabaseError } from './database-error.ts'

const codeOf = (error: unknown): unknown => {
  const mapped = asDatabaseError(error)
  return mapped instanceof DatabaseError ? mapped.code : 'not an operator’s affair'
}

test('each fault that an operator can mend has its code, wherever it comes from', () => {
  const table: [string, string][] = [
    ['ECONNREFUSED', 'database-unreachable'],
    ['ENOTFOUND', 'database-unreachable'],
    ['57P01', 'database-unreachable'],
    ['57P03', 'database-unreachable'],
    ['28P01', 'database-access-denied'],
    ['3D000', 'database-missing'],
    ['25006', 'database-read-only'],
    ['53100', 'database-disk-full'],
    ['53300', 'database-busy'],
    ['57014', 'database-busy'],
    ['42501', 'database-not-allowed'],
    ['42P01', 'not an operator’s affair'],
    ['23505', 'not an operator’s affair'],
    ['constructor', 'not an operator’s affair'],
  ]
  for (const [code, expected] of table) assert.equal(codeOf(Object.assign(new Error('x'), { code })), expected, code)
})

test('faults of the driver that have no code are told by their words', () => {
  assert.equal(codeOf(new Error('Connection terminated unexpectedly')), 'database-unreachable')
  assert.equal(codeOf(new Error('timeout exceeded when trying to connect')), 'database-unreachable')
  assert.equal(codeOf(new Error('Query read timeout')), 'database-busy')
  assert.equal(codeOf(new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })])), 'database-unreachable')
})

test('a full disk is worth another try and a wrong password is not', () => {
  const transient = (code: string): unknown => {
    const error = asDatabaseError(Object.assign(new Error('x'), { code }))
    return error instanceof DatabaseError && error.transient
  }
  assert.equal(transient('53100'), true)
  assert.equal(transient('25006'), true)
  assert.equal(transient('28P01'), false)
})

test('any other error is given back as it is, and the original is kept as the cause', () => {
  const defect = new TypeError('ours')
  assert.equal(asDatabaseError(defect), defect)
  assert.equal(asDatabaseError('thrown text'), 'thrown text')
  const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
  const mapped = asDatabaseError(refused)
  assert.ok(mapped instanceof DatabaseError)
  assert.equal(mapped.cause, refused)
  assert.equal(asDatabaseError(mapped), mapped)
})
