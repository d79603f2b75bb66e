/** What is declared for each item of a list of which some may not be there. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const cases = (table: Record<string, [text: string, tests: string[]]>): void => {
  for (const [what, [text, tests]] of Object.entries(table))
    it(what, () => assert.deepEqual(testsIn(`const ci = process.env.CI\n${text}`), tests))
}

const EACH = ['x = a | c', 'x [conditional] = b']
const FILLED = "const all = ['a']; if (ci) all.push('b'); all.push('c'); "

describe('an item that only may be in a list', () => {
  cases({
    'comes under a condition, and the others as they do': [`${FILLED}for (const x of all) it(x, f)`, EACH],
    'does so in callbacks, copies and sets': [
      `${FILLED}const kept = new Set([...Array.from(all)].slice().filter((x) => x !== 'z').map((x) => x)); kept.forEach((x) => it(x, f))`,
      EACH,
    ],
    'makes a suite of its own': [
      `${FILLED}for (const x of all) describe(x, () => { it('t', f) })`,
      ['a > t', 'b > t [conditional]', 'c > t'],
    ],
    'is a row of its own in a table': [`${FILLED}it.each(all)('%s', f)`, ['%s = a | c', '%s [conditional] = b']],
    'is a suite of its own in a table': [
      `${FILLED}describe.each(all)('%s', () => { it('t', f) })`,
      ['a > t', 'b > t [conditional]', 'c > t'],
    ],
    'may come from one of two lists': ["for (const x of ['a', ...(ci ? ['b'] : []), 'c']) it(x, f)", EACH],
    'comes with one of two lists, and what both have for certain': [
      "const all = ci ? ['a', 'b'] : ['a']; for (const x of all) it(`of ${x}`, f); all.forEach((x) => it(x, f))",
      ['of ${x} = of a', 'of ${x} [conditional] = of b', 'x = a', 'x [conditional] = b'],
    ],
    'is known by what it holds': [
      "const all = ci ? [{ n: 'a' }, { n: 'b' }] : [{ n: 'a' }]; all.forEach(({ n }) => it(n, f)); for (const { n } of all) it(`of ${n}`, f)",
      ['n = a', 'n [conditional] = b', 'of ${n} = of a', 'of ${n} [conditional] = of b'],
    ],
    'is not told from one of the other list that has the same name': [
      "const all = ci ? [{ n: 'a', is: 1 }] : [{ n: 'a', is: 2 }]; all.forEach(({ n }) => it(n, f)); for (const { n } of all) it(`of ${n}`, f)",
      ['n = ?', 'of ${n} = ?'],
    ],
    'leaves no place to those behind it where they are gone through': [
      "const all = ['z']; if (ci) all.push('y'); all.push('w'); all.forEach((x, i) => it(x + i, f))",
      ['x + i = z0 | x + i', 'x + i [conditional] = x + i'],
    ],
    'leaves none to those behind it in a table': [
      "const all = ['z']; if (ci) all.push('y'); all.push('w'); it.each(all)('%s %#', f); describe.each(all)('%s %#', () => { it('t', f) })",
      ['%s %# = z 0 | %s %#', '%s %# [conditional] = %s %#', 'z 0 > t', '%s %# > t [conditional]', '%s %# > t'],
    ],
    'leaves none to those behind it where they are taken apart': [
      "const all = ['z']; if (ci) all.push('y'); all.push('w'); const [p, q, r] = all; it(p, f); it(q, f); it(r, f); const [, ...rest] = all; for (const x of rest) it(x, f)",
      ['z', 'q', 'r', 'x [conditional] = y', 'x = w'],
    ],
    'leaves none to what comes at another place in one of two lists': [
      "const all = ci ? ['a', 'c'] : ['a', 'b', 'c']; all.forEach((x, i) => it(x + i, f)); const other = ci ? ['a'] : ['b']; other.forEach((x, i) => it(x + i, f))",
      ['x + i = a0 | x + i', 'x + i [conditional] = x + i', 'x + i [conditional] = x + i | x + i'],
    ],
    'is certain once it is added for certain': [
      "const s = new Set(); if (ci) s.add('a'); s.add('a'); for (const x of s) it(x, f)",
      ['x = a'],
    ],
    'has no place, nor any behind it': [
      `${FILLED}it(all[0], f); it(all[1], f); it(\`\${all.length} \${all.includes('b')}\`, f)`,
      ['a', 'all[1]', "${all.length} ${all.includes('b')}"],
    ],
    'stays so when a certain one is taken away at an end': [
      `${FILLED}const more = ['y', ...all, 'z']; it(more.shift(), f); it(more.pop(), f); for (const x of more) it(x, f)`,
      ['y', 'z', ...EACH],
    ],
    'stays so when others are put before it or taken away there': [
      `${FILLED}all.unshift('y', 'z'); it(all.splice(0, 3, 'w', 'a')[2], f); all.splice(0, 1); for (const x of all) it(x, f)`,
      ['a', ...EACH],
    ],
    'is there no more once it is taken out of a set for certain': [
      "const s = new Set(['a']); if (ci) s.add('b'); s.add('c'); s.delete('b'); for (const x of s) it(x, f)",
      ['x = a | c'],
    ],
    'is put in order with the others': [
      "const all = [undefined, 'c']; if (ci) all.push('b'); all.push('a'); all.sort(); it(all[0], f); it(all[1], f); for (const x of all) if (x) it(x, f)",
      ['a', 'all[1]', 'x = a | c', 'x [conditional] = b'],
    ],
    'is where it was in what is made of the list': [
      `${FILLED}const more = [...all.toReversed().concat(['z']).entries()].flatMap(([, x]) => [x]).toSorted().slice(1); for (const x of more) it(x, f)`,
      ['x [conditional] = b', 'x = c | z'],
    ],
    'has no place for arguments behind it': [
      `${FILLED}const declare = (p, q, r) => { it(p, f); it(q, f); it(r, f) }; declare(...all, 'z')`,
      ['a', 'q', 'r'],
    ],
    'is one that only may be taken out of a set': [
      "const s = new Set(['a', 'b', 'c']); if (ci) s.delete('b'); for (const x of s) it(x, f)",
      EACH,
    ],
    'is given once by a generator, and so are those behind it': [
      "function* give() { yield 'a'; if (ci) yield 'b'; yield 'c' } for (const x of give()) it(x, f); const [p, q] = give(); it(p, f); it(q, f)",
      [...EACH, 'a', 'q'],
    ],
    'is there any number of times where a loop puts it in whose turns are not known': [
      "const all = []; for (const one of given()) all.push({ name: one, run: () => { it('t', f) } }); for (const x of all) describe(x.name, x.run)",
      ['x.name > t = ?'],
    ],
  })
})

describe('a loop that ends at an item that only may be there', () => {
  const all = "const all = ['z']; if (ci) all.push('y'); all.push('w', 'v'); "
  cases({
    'only may come to those behind it': [
      `${all}for (const x of all) { if (x === 'y') break; it(x, f) } it('after', f)`,
      ['x = z', 'x [conditional] = w | v', 'after'],
    ],
    'only may come to those behind it, nor to what is behind the loop in a function': [
      `${all}const declare = () => { for (const x of all) { if (x === 'y') return; it(x, f) } it('after', f) }; declare()`,
      ['x = z', 'x [conditional] = w | v', 'after [conditional]'],
    ],
    'ends all the same at one that surely is there': [
      `${all}const declare = () => { for (const x of all) { if (x === 'y' || x === 'w') return; it(x, f) } it('after', f) }; declare()`,
      ['x = z'],
    ],
    'goes on for certain where it only goes to the next turn': [
      `${all}for (const x of all) { if (x === 'y') continue; it(x, f) }`,
      ['x = z | w | v'],
    ],
  })
})

describe('a list that is changed in ways that are not known', () => {
  cases({
    'has more than what may be in it': [`${FILLED}all.push(...given()); for (const x of all) it(x, f)`, ['x = ?', 'x [conditional] = b']],
    'may have lost any item, where one is taken from an end that is not known': [
      "const all = ['a']; if (ci) all.push('b'); all.pop(); for (const x of all) it(x, f); for (const x of all) describe(x, () => { it('t', f) })",
      ['x = ?', 'x > t = ?'],
    ],
    'may have lost any item, where they are taken from among those without a place': [
      `${FILLED}all.splice(1, 1); for (const x of all) describe(x, () => { it('t', f) })`,
      ['x > t = ?'],
    ],
    'may hold any item, where it is filled': [
      `${FILLED}all.fill('x', 1, 2); for (const x of all) describe(x, () => { it('t', f) })`,
      ['x > t = ?'],
    ],
    'has what is put in it afterwards, where all only may have been taken out': [
      "const s = new Set(['a']); if (ci) s.clear(); s.add('b'); for (const x of s) it(x, f)",
      ['x [conditional] = a', 'x = b'],
    ],
    'may have lost any item, where one only may be taken': [`${FILLED}if (given()) all.shift(); for (const x of all) it(x, f)`, ['x = ?']],
    'has its items at no certain place, where they only may be put in another order': [
      "const all = ['a', 'b', 'c']; if (ci) all.reverse(); it(`0 ${all[0]}`, f); all.forEach((x, i) => it(`${i} ${x}`, f)); const one = ['z']; if (ci) one.sort(); it(one[0], f)",
      ['0 ${all[0]}', '${i} ${x} [conditional] = ${i} ${x} | ${i} ${x} | ${i} ${x}', 'z'],
    ],
    'has them at none where the order is not known, whoever ends at one of them': [
      "const all = ['b', 'a']; const by = (p, q) => given(p, q); const more = all.toSorted(by); all.sort(by); it(`0 ${all[0]} ${more[0]}`, f); for (const x of all) { if (x === 'a') break; it(x, f) }",
      ['0 ${all[0]} ${more[0]}', 'x [conditional] = b'],
    ],
  })
})
