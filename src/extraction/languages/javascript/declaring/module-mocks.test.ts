/** What tests have of modules that their file puts something else in the place of. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../../testing/link-texts.ts'

const FILES = {
  'menu.js': `
    export const soups = ['leek', 'pea']
    export const price = 4
    export const open = { days: ['Monday'], from: 'nine', rings: () => true }
    export const serve = (name) => { test('serves ' + name, () => {}) }
    export default 'menu'`,
  'guests.js': "export const guests = ['Ann']",
  '__mocks__/guests.js': "export const guests = ['Nobody']",
}

const listed = (texts: Record<string, string>): string[] =>
  linkTexts({ ...FILES, ...texts }).files.flatMap(({ tests }) =>
    tests.flatMap(({ name, cases, modifiers }) =>
      (cases?.kind === 'listed' ? cases.names : [cases ? cases.kind : name]).map((one) => [one, ...modifiers].join(' ')),
    ),
  )

const inJest = (text: string): string[] => listed({ 'package.json': '{ "jest": {} }', 'a.test.js': text })

const inVitest = (text: string): string[] =>
  listed({
    'package.json': '{ "devDependencies": { "vitest": "4" } }',
    'a.test.js': `import { test, vi } from 'vitest'\n${text}`,
  })

describe("in a module's place", () => {
  it('is what a function gives, also for imports before the call', () => {
    assert.deepEqual(
      inJest(
        "import { soups, price } from './menu'; jest.mock('./menu', () => ({ soups: ['kale'] })); for (const s of soups) test(s + price, () => {})",
      ),
      ['kaleundefined'],
    )
    assert.deepEqual(
      inVitest(
        "import menu, { soups } from './menu'; vi.mock('./menu', () => ({ default: 'other', soups: [] })); test(menu + soups.length, () => {})",
      ),
      ['other0'],
    )
    assert.deepEqual(
      inVitest("import * as menu from './menu'; vi.mock(import('./menu'), () => ({ price: 1 })); test(`for ${menu.price}`, () => {})"),
      ['for 1'],
    )
  })

  it('is as a default all that a Jest function gives which makes no ES module', () => {
    assert.deepEqual(inJest("import menu from './menu'; jest.mock('./menu', () => ({ id: 'whole' })); test(menu.id, () => {})"), ['whole'])
    assert.deepEqual(
      inJest("import menu from './menu'; jest.mock('./menu', () => ({ __esModule: true, default: 'part' })); test(menu, () => {})"),
      ['part'],
    )
    const names = "import * as menu from './menu'; test(Object.keys(menu).join(), () => {})"
    assert.deepEqual(inJest(`${names}; jest.mock('./menu', () => ({ id: 'whole' }))`), ['default,id'])
    assert.deepEqual(inVitest(`${names}; vi.mock('./menu', () => ({ id: 'whole' }))`), ['id'])
  })

  it('is the rest of the module itself where the function copies that', () => {
    const rest = "test(soups + ' ' + price, () => {}); serve('all')"
    assert.deepEqual(
      inJest(
        `import { soups, price, serve } from './menu'; jest.mock('./menu', () => ({ ...jest.requireActual('./menu'), soups: 'x' })); ${rest}`,
      ),
      ['x 4', 'serves all'],
    )
    assert.deepEqual(
      inVitest(
        `import { soups, price } from './menu'; vi.mock('./menu', async (original) => ({ ...(await original()), soups: 'y' })); test(soups + ' ' + price, () => {})`,
      ),
      ['y 4'],
    )
    assert.deepEqual(
      inJest(
        "import path from 'path'; const { resolve } = require('path'); jest.mock('path', () => ({ ...jest.requireActual('path'), resolve: () => 'there' })); test(resolve('a') + path.join('b', 'c'), () => {})",
      ),
      ['thereb/c'],
    )
  })

  it('is not known to be the module where that is not told', () => {
    assert.deepEqual(
      inJest(
        "import { soups, serve } from './menu'; jest.mock('./menu', () => global.menu); for (const s of soups) test(s, () => {}); serve('some')",
      ),
      ['dynamic', 'serves some conditional'],
    )
    assert.deepEqual(
      inJest("import { soups } from './menu'; jest.mock('./menu', () => ({ soups: jest.fn() })); for (const s of soups) test(s, () => {})"),
      ['dynamic'],
    )
  })

  it('are its values without what lists hold and functions do where there is no function', () => {
    const text = 'test([soups.length, price, open.days.length, open.from, typeof open.rings].join(), () => {}); serve("none")'
    assert.deepEqual(inJest(`import { soups, price, open, serve } from './menu'; jest.mock('./menu'); ${text}`), ['0,4,0,nine,function'])
  })

  it('is all that the module has where its functions are only looked at', () =>
    assert.deepEqual(
      inVitest(
        "import { soups, open } from './menu'; vi.mock('./menu', { spy: true }); test(soups.concat(open.days).join() + open.rings(), () => {})",
      ),
      ['leek,pea,Mondaytrue'],
    ))

  it('is a file of the folder beside it that is made for that', () =>
    assert.deepEqual(inVitest("import { guests } from './guests'; vi.mock('./guests'); test(guests[0], () => {})"), ['Nobody']))

  it('is something else only from there on where the call is not one of those that come first', () => {
    assert.deepEqual(
      inJest(
        "import { price } from './menu'; jest.doMock('./guests', () => ({ guests: 'later' })); test(price + require('./guests').guests, () => {})",
      ),
      ['4later'],
    )
    assert.deepEqual(
      inJest(
        "jest.mock('./guests', () => ({ guests: 'x' })); jest.dontMock('./guests'); test(require('./guests').guests.join(), () => {})",
      ),
      ['Ann'],
    )
  })

  it('is what a file before the tests says', () =>
    assert.deepEqual(
      listed({
        'package.json': '{ "jest": { "setupFiles": ["<rootDir>/before.js"] } }',
        'before.js': "jest.mock('./menu', () => ({ price: 9 }))",
        'a.test.js': "import { price } from './menu'; test(`for ${price}`, () => {})",
      }),
      ['for 9'],
    ))

  it('is there before all else wherever a Vitest file says so', () => {
    const mock = "vi.mock('./menu', () => ({ soups: ['kale'] }))"
    const each = "import { describe, beforeEach } from 'vitest'; import { soups } from './menu'; for (const s of soups) test(s, () => {})"
    for (const text of [
      `describe('x', () => { ${mock} })`,
      `test('x', () => { ${mock} })`,
      `beforeEach(() => { ${mock} })`,
      `if (process.env.X) ${mock}`,
    ])
      assert.ok(inVitest(`${each}; ${text}`).join().startsWith('kale'), text)
    assert.deepEqual(
      inVitest(
        "import { vi as v } from 'vitest'; import { price } from './menu'; v.mock('./menu', () => ({ price: 9 })); test(`for ${price}`, () => {})",
      ),
      ['for 4'],
    )
  })

  it('is no other file', () =>
    assert.deepEqual(
      listed({
        'package.json': '{ "jest": {} }',
        'a.test.js': "import { price } from './menu'; jest.mock('./menu', () => ({ price: 1 })); test(`a ${price}`, () => {})",
        'b.test.js': "import { price } from './menu'; test(`b ${price}`, () => {})",
      }),
      ['a 1', 'b 4'],
    ))

  it('declares what it declares', () =>
    assert.deepEqual(
      listed({
        'package.json': '{ "jest": {} }',
        'shared.js': "test('shared', () => {})",
        'a.test.js': "import './shared'; jest.mock('./shared', () => ({})); test('own', () => {})",
      }),
      ['own'],
    ))
})
