import assert from 'node:assert/strict'
import { test } from 'node:test'

import { phraseOffline } from './phrase-offline.ts'
import { sentenceOf, specifiedTest, type Given } from './testing/specified-tests.ts'

type Row = readonly [name: string, sentence: string, given?: Given]

const DYNAMIC = { cases: { kind: 'dynamic' as const } }

const table = (title: string, rows: readonly Row[]): void => {
  for (const [name, sentence, given] of rows) {
    test(`${title}: ${JSON.stringify(name)}`, () => assert.equal(sentenceOf(name, given), sentence))
  }
}

table('modals', [
  ['should reject an expired token with 401', 'Rejects an expired token with 401'],
  ['Should NOT retry', 'Thing does not retry'],
  ["shouldn't throw when the list is empty", 'Does not throw when the list is empty'],
  ['must be idempotent', 'Thing is idempotent'],
  ['should be able to sign in', 'Thing can sign in'],
  ['should have three parts', 'Has three parts'],
  ['should only ask once', 'Thing only asks once'],
  ['should never retry', 'Thing never retries'],
  ['parser should reject tabs and not retry', 'Parser rejects tabs and does not retry'],
  ['headers should not be sent', 'Headers are not sent'],
  ['when the disk is full it should fail', 'Fails when the disk is full'],
  ['should parse and return the rest', 'Parses and returns the rest'],
  ['should allow users to read and write', 'Allows users to read and write'],
  ['should not authorize, return 401', 'Does not authorize, returns 401'],
  ['should cleanup the stream', 'Cleans up the stream'],
  ['should not login twice', 'Thing does not log in twice'],
  ['should timeout, if idle', 'Times out, if idle'],
  ['should auto fix typos', 'Auto fixes typos'],
  ['should base64 encode a body', 'base64 encodes a body'],
  ['should next() on a mount point', 'Calls next() on a mount point'],
  ['should 404 on a missing user', 'Gives 404 on a missing user'],
  ['should 404', 'Gives 404'],
  ['should be refused and log a warning', 'Is refused and logs a warning'],
])

table('sentences', [
  ['adds', 'Sums: adds', { feature: 'Sums' }],
  ['encodes', 'Base64 encodes', { feature: 'Base64', suites: ['115,117,114'] }],
  ['it rejects an expired token', 'Rejects an expired token'],
  ['returns null when empty', 'Returns null when empty'],
  ['can parse URLs', 'Can parse URLs'],
  ['cannot write after the end', 'Cannot write after the end'],
  ["doesn't leak", 'Thing does not leak'],
  ['test that a user can log in', 'A user can log in'],
  ['ensures all requests are signed', 'All requests are signed'],
  ['once closed, rejects writes', 'Rejects writes once closed'],
  ['value was set', 'Value is set'],
  ['hook applied', 'Gives the expected result for hook applied'],
  ['headers not sent when aborted', 'Headers are not sent when aborted'],
  ['to return the rest', 'Returns the rest'],
  ['closes the file.', 'Closes the file'],
  ['it should be possible to close twice', 'It is possible to close twice'],
  ['check parseURL handles tabs', 'parseURL handles tabs'],
  ['options work', 'Options work'],
  ['zorbles the list', 'Zorbles the list'],
  ['zorble the list', 'Zorbles the list'],
  ['fall-through when absent', 'Falls through when absent'],
  ['logs errors', 'Logs errors'],
  ['cache fails', 'Cache fails'],
  ["it's fine to close twice", 'It is fine to close twice'],
  ['function that returns nothing', 'Gives the expected result for function that returns nothing'],
])

table('commands and gerunds', [
  ['test_abort_no_app', 'Gives the expected result for abort no app', { language: 'python' }],
  ['return no rows', 'Returns no rows'],
  ['inspect not a class', 'Gives the expected result for inspect not a class'],
  ['not complete graph', 'Gives the expected result for not complete graph'],
  ['test_read_only', 'Files give the expected result for read only', { language: 'python', feature: 'Files' }],
  ['check stream Response if aborted', 'Gives the expected result for stream Response if aborted'],
  ['check extensions', 'Gives the expected result for extensions'],
  ['GET /users/:id', 'Gives the expected result for GET /users/:id'],
  ['should reject POST requests', 'Rejects POST requests'],
  ['return 404 when missing', 'Returns 404 when missing'],
  ['remove response headers', 'Removes response headers'],
  ['set cookie', 'Sets cookie'],
  ['set with values', 'Gives the expected result for set with values'],
  ['list the files', 'Lists the files'],
  ['list items', 'Gives the expected result for list items'],
  ['copy an object', 'Copies an object'],
  ['returning null when empty', 'Returns null when empty'],
  ['parsing an empty string', 'Parses an empty string'],
  ['missing file', 'Gives the expected result for missing file'],
  ['setting a value twice', 'Sets a value twice'],
  ['subscribing twice is allowed', 'Subscribing twice is allowed'],
])

table('topics and conditions', [
  ['test_path_undirected', 'Gives the expected result for path undirected', { language: 'python' }],
  ['graph not connected', 'Gives the expected result for graph not connected'],
  ['gzip ignored for small responses', 'Gives the expected result when gzip is ignored for small responses'],
  ['not found', 'Proxy gives the expected result when not found', { suites: ['Proxy'] }],
  ['not called when idle', 'Is not called when idle'],
  ['no root command executed', 'Gives the expected result with no root command executed'],
  ['expired token', 'Gives the expected result for expired token'],
  ['no arguments', 'Thing gives the expected result with no arguments'],
  ['proxy support', 'Supports proxy'],
  ['empty', 'Thing gives the expected result when empty'],
  ['parse failure 2', 'Gives the expected result for parse failure 2'],
  ['when empty', 'Returns a list when empty', { suites: ['returns a list'] }],
  ['when empty', 'parse() gives the expected result when empty', { suites: ['parse()'] }],
  ['with empty input', 'Parser gives the expected result with empty input', { suites: ['Parser'] }],
  ['closes the socket', 'Closes the socket, when idle, and warm', { suites: ['Pool', 'when idle', 'and warm'] }],
  ['closes the socket', 'Closes the socket, when idle', { suites: ['Pool', 'when idle'] }],
  ['with an empty list returns null', 'Returns null with an empty list'],
  ['using tabs raises an error', 'Using tabs raises an error'],
  ['a -> b', 'Turns a into b'],
  ['const f = () => {}', 'Gives the expected result for const f = () => {}'],
  ['parse error', 'Gives the expected result for parse error'],
  ['throw error', 'Throws error'],
  ['object w/o a name', 'Gives the expected result for object without a name'],
  ['works', 'Fails on an empty list', { suites: ['Parser', 'fails on an empty list'] }],
  ['f(1) === 2', 'f(1) equals 2'],
  ['success: returns the data', 'Success: returns the data'],
])

table('Java, C# and Given-When-Then', [
  ['testWithdrawWhenBalanceIsLowThenThrows', 'Withdraw throws when balance is low', { language: 'java' }],
  ['shouldReturnEmptyListWhenNoUsers', 'Returns empty list when no users', { language: 'java' }],
  ['parse_emptyInput_returnsNull', 'Parse returns null for empty input', { language: 'java' }],
  ['Add_TwoNumbers_ReturnsSum', 'Add returns sum for two numbers', { language: 'csharp' }],
  ['Withdraw_ShouldThrow_WhenBalanceIsLow', 'Withdraw throws when balance is low', { language: 'csharp' }],
  ['givenValidUser_whenSaving_thenReturnsId', 'Returns ID when saving, given valid user', { language: 'java' }],
  [
    'Given an empty cart, when an item is added, then the total is its price',
    'The total is its price when an item is added, given an empty cart',
  ],
  ['when the list is empty then runs', 'Runs when the list is empty'],
  ['when the list is empty then ignored by the parser', 'Is ignored by the parser when the list is empty'],
  ['when the list is empty then no error', 'Gives no error when the list is empty'],
  ['toStringContainsName', 'To string contains name', { language: 'java' }],
  ['Users without a name are rejected', 'Users without a name are rejected', { language: 'java' }],
])

table('snake case', [
  ['test_returns_none_when_empty', 'Returns none when empty', { language: 'python' }],
  ['test_http_url_with_id', 'Gives the expected result for HTTP URL with ID', { language: 'python' }],
  ['test_login_validate_input', 'Gives the expected result for login validate input', { language: 'python' }],
  ['it_can_be_created', 'Can be created', { language: 'php' }],
  ['parses_empty_input', 'Parses empty input', { language: 'rust', suites: ['parser', 'tests'] }],
  ['test_0001_returns the rest', 'Returns the rest', { language: 'ruby' }],
])

table('Go', [
  ['empty_input', 'Parse gives the expected result for empty input', { language: 'go', suites: ['TestParse'] }],
  ['returns_an_error', 'Returns an error', { language: 'go', suites: ['TestParse'] }],
  ['TestServer_Close', 'Gives the expected result for server close', { language: 'go' }],
  ['TestParse_ReturnsError', 'Parse returns error', { language: 'go' }],
  ['TestExactArgs_WithValid_WithMore', 'Gives the expected result for exact args with valid, with more', { language: 'go' }],
  ['TestContextGetString', 'Gets string', { language: 'go', path: 'context_test.go' }],
  ['BenchmarkParse', 'The speed of parse is measured', { language: 'go' }],
  ['tc.name', 'The speed of parse is measured', { language: 'go', suites: ['BenchmarkParse'], ...DYNAMIC }],
  ['Example_userLogin', 'An example shows user login', { language: 'go' }],
  ['TestAdvisory_9g5q_2w5x', 'Gives the expected result for advisory 9g5q 2w5x', { language: 'go' }],
  ['tc.name', 'Removes repeated char', { language: 'go', suites: ['TestRemoveRepeatedChar'], cases: { kind: 'dynamic' } }],
])

table('Kotlin, Groovy, Ruby and Gherkin', [
  ['`rejects a user without a name`', 'Rejects a user without a name', { language: 'kotlin' }],
  ['maximum of #a and #b is #c', 'Maximum of a and b is c', { language: 'groovy', cases: { kind: 'dynamic' } }],
  ['is expected to eq 5', 'Equals 5', { language: 'ruby' }],
  ['is expected not to be valid', 'Thing is not valid', { language: 'ruby' }],
  ['example at ./spec/user_spec.rb:12', 'User gives the expected result', { language: 'ruby', suites: ['User'] }],
  ['testLoginShowsAnError()', 'Login shows an error', { language: 'swift' }],
  ['test greets the world', 'Greets the world', { language: 'elixir' }],
  [
    'Wrong password',
    'Wrong password: an error is shown when a user logs in, given a locked account',
    { language: 'gherkin', assertions: ['Given a locked account', 'When a user logs in', 'Then an error is shown'] },
  ],
])

table('placeholders', [
  ['adds %i + %i to equal %i', 'Adds … + … to equal …', DYNAMIC],
  ['.add($a, $b)', 'Gives the expected result for .add(a, b)', DYNAMIC],
  ['rejects %s', 'Rejects each example', DYNAMIC],
  ['rejects: %s', 'Thing rejects', DYNAMIC],
  ['rejects tabs (%s, %j)', 'Rejects tabs', DYNAMIC],
  ['returns "%s" when empty', 'Returns a given value when empty', DYNAMIC],
  ['returns ${x} for {0}', 'Returns x for each example', DYNAMIC],
  ['accepts $user.firstName', 'Accepts user first name', DYNAMIC],
  ['"includes " + method.name', 'Includes each example', DYNAMIC],
  ['%s', 'Formats dates', { ...DYNAMIC, suites: ['formats dates'] }],
  ['tt.name', 'Formats dates', { ...DYNAMIC, suites: ['formats dates'] }],
  // Not parameterised, and so no placeholder.
  ['accepts %s and $a', 'Accepts %s and $a'],
])

table('what is kept whole', [
  ['retries: 3', 'Gives the expected result for retries: 3'],
  ['timeout 30', 'Gives the expected result for timeout 30'],
  ['runs', 'Load test gives the expected result for runs', { suites: ['test load test'] }],
  ['returns `parseURL()` for "a  b" and --flag', 'Returns `parseURL()` for "a b" and --flag'],
  ['should call parse({ a: 1, b: [2] }) once', 'Calls parse({ a: 1, b: [2] }) once'],
  ['accepts src/a.ts, foo.bar and v1.2', 'Accepts src/a.ts, foo.bar and v1.2'],
  ['`--flag` is optional', '`--flag` is optional'],
  ['toString', 'Thing gives the expected result for toString'],
  ['npm should be found', 'npm is found'],
  ['#1234: returns the rest', 'Returns the rest (#1234)'],
  ['signs in @slow', 'Thing signs in'],
])

table('names that say nothing', [
  ['joined paths', 'For joined paths, join("a", 2) is "a/2"', { assertions: ['expect(join("a", 2)).toBe("a/2")'] }],
  // Of local names, with a message behind, or longer than a pattern may try.
  [
    'joined paths',
    'For joined paths, join(1) is 2',
    { assertions: ['expect(tree.size()).toBe(3)', 't.equal(join(1), 2, "joins")', `f(${'1'.repeat(60)}x) != 2`] },
  ],
  ['works', 'Context of flags works', { feature: 'context of flags' }],
  ['works', 'Sums work', { feature: 'Sums' }],
  ['test1', 'parse("a") is "b"', { suites: ['Parse'], assertions: ['expect(x).toBe(y)', 'expect(parse("a")).toBe("b")'] }],
  ['basic', 'createSlice gives the expected result in the basic case', { suites: ['createSlice'] }],
  ['works', 'Formats dates', { suites: ['formats dates'] }],
  ['', 'Thing gives the expected result'],
  ['\u202e\u0007', 'Thing gives the expected result'],
])

table('other languages', [
  ['빈 입력을 거부한다', '빈 입력을 거부한다'],
  ['HTTP 요청을 거부한다', 'HTTP 요청을 거부한다'],
  ['يرفض الرمز المنتهي', 'يرفض الرمز المنتهي'],
  ['返回空列表', '返回空列表'],
  ['debe rechazar un token caducado', 'Debe rechazar un token caducado'],
  ['отклоняет токен', 'Отклоняет токен'],
  ['gibt null zurück, wenn die Liste leer ist', 'Gibt null zurück, wenn die Liste leer ist'],
  ['🎉 ships on Fridays', '🎉 ships on Fridays'],
  ['deletes\nall\u202eevil\u0007', 'Deletes all evil'],
])

test('cases of a parameterised test are one behaviour with its examples', () => {
  const cases = { kind: 'listed' as const, names: ['adds 1 + 1 to equal 2', 'adds 1 + 2 to equal 3'] }
  const [behaviour, ...others] = phraseOffline({ name: 'Sums', tests: [specifiedTest('adds %i + %i to equal %i', { cases })] })
  assert.deepEqual(others, [])
  assert.equal(behaviour?.text, 'Adds … + … to equal …')
  assert.deepEqual(behaviour?.examples, cases.names)
})

test('examples leave out what the runner repeats for each of them', () => {
  const cases = { kind: 'listed' as const, names: ['test_add[1-2]', 'test_add[3-4]'] }
  assert.deepEqual(phraseOffline({ name: 'Sums', tests: [specifiedTest('test_add', { cases })] })[0]?.examples, ['1-2', '3-4'])
})

test('tests of one sentence are one behaviour that cites them all, but one for each state', () => {
  const tests = [
    specifiedTest('adds'),
    specifiedTest('adds', { status: 'skipped' }),
    specifiedTest('subtracts', { status: 'todo' }),
    specifiedTest('should add', { status: 'focused' }),
    specifiedTest('adds', { status: 'skipped' }),
  ]
  const behaviours = phraseOffline({ name: 'Sums', tests })
  assert.deepEqual(
    behaviours.map(({ text, state, tests: cited }) => [text, state, cited.length]),
    [
      ['Sums: adds', 'verified', 2],
      ['Sums: adds', 'skipped', 2],
      ['Sums: subtracts', 'to-be-written', 1],
    ],
  )
})

test('what a sentence says is not put in front of it as well', () => {
  const tests = [
    specifiedTest('gets a signed cookie', { suites: ['get cookie'] }),
    specifiedTest('sets a cookie', { suites: ['set cookie', 'signed'] }),
  ]
  const texts = phraseOffline({ name: 'Cookies', tests }).map(({ text }) => text)
  assert.deepEqual(texts, ['Gets a signed cookie', 'Signed: sets a cookie'])
})

test('suites that the name of the feature tells are left out, others go in front', () => {
  const tests = [
    specifiedTest('rejects tabs', { suites: ['Parser', 'strict mode'] }),
    specifiedTest('rejects tabs', { suites: ['Parser', 'parse()'] }),
    specifiedTest('rejects tabs', { suites: ['Parser', 'A reader'] }),
  ]
  const texts = phraseOffline({ name: 'Parser', tests }).map(({ text }) => text)
  assert.deepEqual(texts, ['Strict mode: rejects tabs', 'parse() rejects tabs', 'A reader rejects tabs'])
})
