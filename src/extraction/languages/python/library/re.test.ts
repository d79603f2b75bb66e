import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprAfter } from '../testing/evaluate-python.ts'

/** With what Python 3.11 prints; undefined where that isn't to be told. */
type Row = readonly [expression: string, printed: string | undefined]

const check = (rows: readonly Row[]): void => {
  for (const [expression, printed] of rows) assert.equal(reprAfter(`import re, signal, socket\nx = ${expression}\n`), printed, expression)
}

test('flags are numbers that show their names', () => {
  check([
    ['re.I', 're.IGNORECASE'],
    ['str(re.M | re.I)', "'re.IGNORECASE|re.MULTILINE'"],
    ['(re.I | re.M) & re.M', 're.MULTILINE'],
    ['re.I & re.M', 're.NOFLAG'],
    ["'set' if re.I & re.M else 'none'", "'none'"],
    ['(re.I == 2, re.I | re.M == re.M | re.I, (re.I | re.M) == (re.M | re.I))', '(True, True, True)'],
    ['{re.I | re.M: 1}.get(re.M | re.I)', '1'],
    ['(re.I.name, re.I.value, int(re.I), re.I + 1)', "('IGNORECASE', 2, 2, 3)"],
    ["re.sub('a', 'b', 'xA', flags=2)", "'xb'"],
    ["re.sub('a', 'b', 'xA', flags=re.I | re.DEBUG)", "'xb'"],
    ["re.sub('a', 'b', 'xA', flags=1024)", undefined],
  ])
})

test('letters beyond ASCII have no other case where that is asked for, in the pattern too', () => {
  check([
    ["re.match('(?i)é', 'É').group()", "'É'"],
    ["re.match('(?a)a', 'A', re.I).group()", "'A'"],
    ["re.match('(?a)é', 'É', re.I)", undefined],
    ["re.match('(?ai)é', 'É')", undefined],
  ])
})

test('compiled expressions are equal by their texts and flags', () => {
  check([
    ["re.compile('a') == re.compile('a')", 'True'],
    ["re.compile('a') == re.compile('a', re.U)", 'True'],
    ["re.compile('a') == re.compile('a', re.I)", 'False'],
    ["re.compile('(?i)a') == re.compile('(?i)a', re.I)", 'True'],
    ["re.compile('a', unknown()) == re.compile('a')", undefined],
    ["re.compile('a', unknown()) == re.compile('b')", 'False'],
    ["{re.compile('a'): 1}.get(re.compile('a'), 2)", '1'],
    ["len({re.compile('a'), re.compile('a')})", '1'],
  ])
})

test('an expression with flags that aren’t known keeps its text and finds nothing', () => {
  check([
    ["re.compile('a+', unknown()).pattern", "'a+'"],
    ["re.compile('a+', unknown()).findall('aa')", undefined],
  ])
})

test('groups are elements of a match, and no attributes of it', () => {
  const found = "re.match('(?P<group>a)(?P<start>b)?', 'ac')"
  check([
    [`${found}['group']`, "'a'"],
    [`(${found}['start'], ${found}[1], ${found}[0])`, "(None, 'a', 'a')"],
    [`${found}.group('group')`, "'a'"],
    [`${found}.start()`, '0'],
    ["re.sub('(?P<end>a)', lambda one: one['end'].upper(), 'ba')", "'bA'"],
  ])
})

test('signals and families of addresses are members of enumerations', () => {
  check([
    ['signal.SIGTERM', '<Signals.SIGTERM: 15>'],
    ["(f'{signal.SIGTERM}', '%d' % signal.SIGINT, signal.SIGINT.name, signal.SIGINT == 2)", "('15', '2', 'SIGINT', True)"],
    ['(signal.Signals.SIGHUP, socket.AF_INET)', '(<Signals.SIGHUP: 1>, <AddressFamily.AF_INET: 2>)'],
    ['str(signal.SIGUSR1)', undefined],
    ["'some' if socket.AF_UNSPEC else 'none'", "'none'"],
    ['socket.IPPROTO_TCP', '6'],
  ])
})
