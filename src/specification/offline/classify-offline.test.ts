import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { PlannedDomain } from '../plan.ts'
import type { SpecifiedTest } from '../specified-test.ts'
import { classifyOffline } from './classify-offline.ts'
import { specifiedTest } from './testing/specified-tests.ts'

/** `count` tests of a file. */
const fileOf = (path: string, count: number, given: Partial<SpecifiedTest> = {}): SpecifiedTest[] =>
  Array.from({ length: count }, (_, at) => specifiedTest(`returns value ${String.fromCharCode(97 + at)}x`, { path, ...given }))

const outline = (domains: readonly PlannedDomain[]): string[] =>
  domains.map(({ name, features }) => `${name}: ${features.map((feature) => `${feature.name} ${feature.tests.length}`).join(', ')}`)

test('tests of one subject stand together though they lie in folders of unit and end-to-end tests', () => {
  const tests = [
    ...fileOf('e2e/auth/login.spec.ts', 8),
    ...fileOf('e2e/billing/invoice.spec.ts', 8),
    ...fileOf('src/auth/login.test.ts', 8),
    ...fileOf('src/auth/__tests__/logout.test.ts', 8),
    ...fileOf('test/unit/billing/test_invoice.py', 8, { language: 'python' }),
  ]
  assert.deepEqual(outline(classifyOffline(tests)), ['Auth: Login 16, Logout 8', 'Billing: Invoice 16'])
})

test('a file in a folder of tests is about the file of the repository that it imports', () => {
  const tests = [
    ...fileOf('tests/login.test.ts', 8, { imports: ['src/auth/login.ts', 'tests/support/server.ts', 'vitest'] }),
    ...fileOf('tests/tokens.test.ts', 8, { imports: ['src/log.ts', 'src/auth/issue-token.ts'] }),
    ...fileOf('tests/invoice.test.ts', 8, { imports: ['src/log.ts', 'src/billing/invoice.ts'] }),
    ...fileOf('tests/refund.test.ts', 8, { imports: ['src/log.ts', 'src/billing/refund.ts'] }),
  ]
  assert.deepEqual(outline(classifyOffline(tests)), ['Auth: Login 8, Tokens 8', 'Billing: Invoice 8, Refund 8'])
})

test('a name with points lies in the folder that it stands for', () => {
  const tests = [
    ...fileOf('test/res.json.js', 9),
    ...fileOf('test/res.send.js', 9),
    ...fileOf('test/req.ip.js', 9),
    ...fileOf('test/req.xhr.js', 9),
  ]
  assert.deepEqual(outline(classifyOffline(tests)), ['Req: IP 9, XHR 9', 'Res: JSON 9, Send 9'].toSorted().reverse())
})

test('what is too small for a domain of its own is joined', () => {
  const tests = [
    ...fileOf('src/a/one.test.ts', 20),
    ...fileOf('src/b/two.test.ts', 20),
    ...fileOf('src/c/three.test.ts', 1),
    ...fileOf('src/d/four.test.ts', 1),
  ]
  assert.deepEqual(outline(classifyOffline(tests)), ['A: One 20', 'B: Two 20', 'C and D: Three 1, Four 1'])
})

test('what is joined is called after its largest parts, those first that say something', () => {
  const small = ['base', 'chain', 'active-help', 'shell', 'perf', 'man'].flatMap((name) => fileOf(`src/${name}/a.test.ts`, 1))
  const names = classifyOffline([...fileOf('src/a/one.test.ts', 20), ...fileOf('src/b/two.test.ts', 20), ...small]).map(({ name }) => name)
  assert.deepEqual(names, ['A', 'B', 'Chain, Active help, Shell and 3 more'])
})

const LEAST = [1, 2, 5, 15]
const MOST = [3, 12, 25, 60]

test('the number of domains fits ten tests as well as 28,000', () => {
  const sizes = [10, 100, 1000, 28_000].map((count) => {
    const tests = Array.from({ length: count }, (_, at) =>
      specifiedTest(`returns ${at}`, { path: `src/area${Math.floor(at / 97)}/part${Math.floor(at / 11)}.test.ts` }),
    )
    return classifyOffline(tests).length
  })
  for (const [at, size] of sizes.entries()) assert.ok(size >= (LEAST[at] ?? 0) && size <= (MOST[at] ?? 0), `${size} domains`)
})

test('a large suite is divided by the suites within it, a small one is not', () => {
  const suite = (suites: string[], count: number): SpecifiedTest[] => fileOf('src/parser.test.ts', count, { suites })
  const plan = classifyOffline([
    ...suite(['parse()', 'strings'], 30),
    ...suite(['parse()', 'numbers'], 30),
    ...suite(['print()', 'strings'], 5),
    ...suite(['print()', 'numbers'], 5),
  ])
  assert.deepEqual(outline(plan), ['Parser: parse(): Strings 30, parse(): Numbers 30, print() 10'])
})

test('conditions and statements among suites make no features', () => {
  const tests = [
    ...fileOf('src/parser.test.ts', 4, { suites: ['when empty'] }),
    ...fileOf('src/parser.test.ts', 4, { suites: ['returns null'] }),
  ]
  assert.deepEqual(outline(classifyOffline(tests)), ['Parser: Parser in general 8'])
})

test('suites of one name in files about different things are different features', () => {
  const tests = [
    ...fileOf('src/shop/user.test.ts', 4, { suites: ['create'] }),
    ...fileOf('src/shop/order.test.ts', 4, { suites: ['create'] }),
    ...fileOf('src/log/log.test.ts', 8),
  ]
  const features = classifyOffline(tests).flatMap((domain) => domain.features.map(({ name }) => name))
  assert.deepEqual(features.toSorted(), ['Log in general', 'Order: Create', 'User: Create'])
})

test('of many tests without suites those whose names begin alike are a feature', () => {
  const named = (word: string, count: number): SpecifiedTest[] =>
    Array.from({ length: count }, (_, at) =>
      specifiedTest(`test_${word}_part_${'abcdefghijklmnopqrstuvwxyz'.charAt(at)}x`, { path: 'test_app.py', language: 'python' }),
    )
  const plan = classifyOffline([...named('cookie', 25), ...named('session', 25), ...named('header', 2)])
  assert.deepEqual(outline(plan), ['App: App in general 2, App: cookie part 25, App: session part 25'])
})

test('numbers of files are no subjects', () => {
  const tests = [...fileOf('test/parser.1.test.js', 9), ...fileOf('test/parser.2.test.js', 9)]
  assert.deepEqual(outline(classifyOffline(tests)), ['Parser: Parser in general 18'])
})

test('functions that are named by what they call are told apart by it', () => {
  const named = (verb: string, count: number): SpecifiedTest[] =>
    Array.from({ length: count }, (_, at) =>
      specifiedTest(`TestContext${verb}Part${String.fromCharCode(65 + at)}x`, { path: 'context_test.go', language: 'go' }),
    )
  const plan = classifyOffline([...named('Get', 25), ...named('Render', 25), ...named('Bind', 2)])
  assert.deepEqual(outline(plan), ['Context: Context in general 2, Context: get 25, Context: render 25'])
})

test('no tests have no domains', () => assert.deepEqual(classifyOffline([]), []))

test('folders of helpers tell nothing, and a capital at the end of a name stays', () => {
  const tests = [...fileOf('ginS/utils/cookie.test.ts', 9), ...fileOf('src/helper/jwt.test.ts', 9)]
  assert.deepEqual(outline(classifyOffline(tests)), ['ginS: Cookie 9', 'JWT: JWT in general 9'])
})
