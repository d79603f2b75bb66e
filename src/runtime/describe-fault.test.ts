import assert from 'node:assert/strict'
import { test } from 'node:test'

import { describeFault } from './describe-fault.ts'
import { PlainFault } from './plain-fault.ts'

const CASES: [name: string, fault: unknown, described: ReturnType<typeof describeFault>][] = [
  ['a fault of ours', new PlainFault('disk-full', 'It is full'), { code: 'disk-full', message: 'It is full' }],
  ['an error of the system', Object.assign(new Error('no'), { code: 'ENOENT' }), { code: 'ENOENT', message: 'no' }],
  ['an error without a code', new TypeError('not a function'), { code: 'unexpected', message: 'not a function' }],
  ['an error whose code is no text', Object.assign(new Error('no'), { code: 7 }), { code: 'unexpected', message: 'no' }],
  ['what is no error', { code: 'x' }, { code: 'unexpected', message: '[object Object]' }],
]

for (const [name, fault, described] of CASES) {
  test(`${name} is described by its code and its message`, () => assert.deepEqual(describeFault(fault), described))
}
