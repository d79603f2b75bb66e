import assert from 'node:assert/strict'
import { test } from 'node:test'

import { capitalised, uncapitalised } from './capitals.ts'
import { looksPlural, thirdPersonOf, verbReading } from './inflect.ts'
import { isIdentifier, splitIdentifier } from './split-identifier.ts'
import { tokensOf } from './tokens.ts'
import { VERBS, VERBS_BEFORE_DETERMINERS, VERBS_BEFORE_NOUNS, VERBS_WITH_S } from './verbs.ts'

test('the third person of regular and irregular verbs', () => {
  const forms = [
    'return',
    'parse',
    'match',
    'push',
    'pass',
    'fix',
    'apply',
    'play',
    'go',
    'do',
    'be',
    'have',
    'quiz',
    'buzz',
    'echo',
    'fall through',
  ]
  assert.deepEqual(forms.map(thirdPersonOf), [
    'returns',
    'parses',
    'matches',
    'pushes',
    'passes',
    'fixes',
    'applies',
    'plays',
    'goes',
    'does',
    'is',
    'has',
    'quizzes',
    'buzzes',
    'echos',
    'falls through',
  ])
})

test('a form is told from its verb, doubled letters, dropped ones and prefixes included', () => {
  const words = ['skipping', 'parsing', 'lying', 'written', 'denied', 'rerenders', 're-runs', 'stringifies', 'round-trips', 'overridden']
  assert.deepEqual(
    words.map((word) => verbReading(word)).map((reading) => reading && `${reading.base} ${reading.form}`),
    [
      'skip gerund',
      'parse gerund',
      null,
      'write past',
      'deny past',
      'rerender third',
      're-run third',
      'stringify third',
      'round-trip third',
      'override past',
    ],
  )
  assert.deepEqual(
    ['table', 'header', 'constructor', '__proto__'].map(verbReading).map((reading) => reading?.form),
    ['base', undefined, undefined, undefined],
  )
})

test('a verb stands in one list, in its base form', () => {
  const all = [...VERBS, ...VERBS_BEFORE_NOUNS, ...VERBS_WITH_S, ...VERBS_BEFORE_DETERMINERS]
  assert.deepEqual(
    all.filter((word, at) => all.indexOf(word) !== at),
    [],
  )
  assert.deepEqual(
    all.filter((word) => verbReading(word)?.form !== 'base'),
    [],
  )
})

test('plurals are told from words that end in s', () => {
  assert.deepEqual(['headers', 'children', 'class', 'status', 'analysis', 'is', 'alias'].map(looksPlural), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('identifiers are split at their words, acronyms and numbers kept whole', () => {
  const split = (name: string): string => splitIdentifier(name).join(' ')
  assert.equal(split('parseHTTPUrl'), 'parse HTTP URL')
  assert.equal(split('ConvertIPv4ToString'), 'convert IPv4 to string')
  assert.equal(split('loads_oauth2_json_from_github'), 'loads OAuth2 JSON from GitHub')
  assert.equal(split('Returns404ForURLs'), 'returns 404 for URLs')
  assert.equal(split('getBase64Bytes'), 'get base64 bytes')
  assert.equal(split('TestRPCCall'), 'test RPC call')
  assert.equal(split('test_한국어_이름'), 'test 한국어 이름')
  assert.equal(split('___'), '')
})

test('an identifier is one word of code, not one of a language', () => {
  assert.deepEqual(['parseURL', 'parse_url', 'TestParse', 'XMLParser', 'parse', 'Parse', 'URL', 'parse()', 'two words'].map(isIdentifier), [
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('quotes, brackets and calls are one token each, and what is never closed is none', () => {
  assert.deepEqual(
    tokensOf('calls parse({ a: [1, 2] }) for "a b" and `c d` but (e f').map(({ text }) => text),
    ['calls', 'parse({ a: [1, 2] })', 'for', '"a b"', 'and', '`c d`', 'but', '(e', 'f'],
  )
  assert.deepEqual(
    tokensOf("the user's and 'two words'").map(({ word }) => word),
    ['the', "user's", 'and', ''],
  )
})

test('only a plain first word gets or loses a capital', () => {
  assert.deepEqual(['returns x', 'npm runs', 'parseURL() throws', '`x` is', 'émet un signal'].map(capitalised), [
    'Returns x',
    'npm runs',
    'parseURL() throws',
    '`x` is',
    'Émet un signal',
  ])
  assert.deepEqual(['Returns x', 'A user', 'JSON is', 'GitHub is', 'X-Header is'].map(uncapitalised), [
    'returns x',
    'a user',
    'JSON is',
    'GitHub is',
    'X-Header is',
  ])
})

test('acronyms and single capitals before small letters keep theirs', () => {
  const split = (name: string): string => splitIdentifier(name).join(' ')
  assert.equal(split('MarshalXMLforH'), 'marshal XML for H')
  assert.equal(split('parseXMLPath'), 'parse XML path')
  assert.equal(split('HTTPServer'), 'HTTP server')
  assert.equal(split('JSONParse'), 'JSON parse')
  assert.equal(split('ReST'), 'REST')
  assert.equal(split('X509Key'), 'X509 key')
  assert.equal(split('SHA256Sum'), 'SHA256 sum')
  assert.equal(split('FParseErrWhitelist'), 'F parse err whitelist')
  assert.equal(split('Returns404'), 'returns 404')
  assert.equal(split('AddAToList'), 'add a to list')
})
