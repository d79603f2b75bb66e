/** What is declared for each entry of an object or a map of which some may not be there. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const cases = (table: Record<string, [text: string, tests: string[]]>): void => {
  for (const [what, [text, tests]] of Object.entries(table))
    it(what, () => assert.deepEqual(testsIn(`const ci = process.env.CI\n${text}`), tests))
}

const EACH = ['k = a | c', 'k [conditional] = b']
const OBJECT = 'const all = { a: 1 }; if (ci) all.b = 2; all.c = 3; '
const MAP = "const all = new Map([['a', 1]]); if (ci) all.set('b', 2); all.set('c', 3); "

describe('an entry that only may be in an object', () => {
  cases({
    'comes under a condition, and the others as they do': [`${OBJECT}for (const k in all) it(k, f)`, EACH],
    'does so as a key, a value and a pair': [
      `${OBJECT}for (const k of Object.keys(all)) it(k, f); for (const v of Object.values(all)) it('v' + v, f); Object.entries(all).forEach(([k]) => it('e' + k, f))`,
      [...EACH, "'v' + v = v1 | v3", "'v' + v [conditional] = v2", "'e' + k = ea | ec", "'e' + k [conditional] = eb"],
    ],
    'leaves no place to those behind it': [
      `${OBJECT}Object.keys(all).forEach((k, i) => it(k + i, f))`,
      ['k + i = a0 | k + i', 'k + i [conditional] = k + i'],
    ],
    'does so in what is made of the object': [
      `${OBJECT}const { ...more } = Object.assign({}, { ...all }); for (const k in Object.fromEntries(Object.entries(more))) it(k, f)`,
      EACH,
    ],
    'may be put there with others': [
      'const all = { a: 1 }; if (ci) Object.assign(all, { b: 2 }); for (const k in all) it(k, f)',
      ['k = a', 'k [conditional] = b'],
    ],
    'is one that only may be taken out': ['const all = { a: 1, b: 2, c: 3 }; if (ci) delete all.b; for (const k in all) it(k, f)', EACH],
    'is certain once it is set for certain': [
      'const all = { a: 1 }; if (ci) all.b = 2; all.b = 3; for (const k in all) it(k, f)',
      ['k = a | b'],
    ],
    'is there no more once it is taken out for certain': [`${OBJECT}delete all.b; for (const k in all) it(k, f)`, ['k = a | c']],
    'has its value, or none': [
      `${OBJECT}it(\`\${all.b}\`, f); it(\`\${all.b ?? 'c'}\`, f); it(\`\${all['b']} \${all.a}\`, f)`,
      ['${all.b}', "${all.b ?? 'c'}", "${all['b']} ${all.a}"],
    ],
    'is joined under a condition, from either end': [
      `${OBJECT}Object.keys(all).reduce((n, k) => { it(k, f); return n + 1 }, 0); Object.keys(all).reduceRight((_, k) => { it('r' + k, f) }, 0)`,
      [...EACH, "'r' + k = rc | ra", "'r' + k [conditional] = rb"],
    ],
    'leaves open what is made of those behind it': [
      `${OBJECT}it(Object.keys(all).reduce((text, k) => text + k, ''), f); it(['a', 'b', 'c'].reduce((text, k) => text + k), f); it(['a', 'b', 'c'].reduceRight((text, k, at) => text + k + at, ''), f)`,
      ["Object.keys(all).reduce((text, k) => text + k, '')", 'abc', 'c2b1a0'],
    ],
    'stays in doubt when a copy loses it': [
      `${OBJECT}const copy = structuredClone(all); delete copy.b; for (const k in all) it(k, f)`,
      EACH,
    ],
    'is neither in the rest nor not': [
      `${OBJECT}const { a, ...more } = all; for (const k in more) it(k, f); const { b, ...less } = all; it(\`\${'b' in less}\`, f)`,
      ['k [conditional] = b', 'k = c', 'false'],
    ],
    'has its value, or what is inherited': [
      'class All { name() { return "a" } }; const all = new All(); if (ci) all.name = () => "b"; it(all.name(), f); all.name = () => "c"; it(all.name(), f)',
      ['all.name()', 'c'],
    ],
    'has the value that it had before it only may be taken out': [
      'const all = { a: 1, b: 2 }; if (ci) delete all.b; for (const [k, v] of Object.entries(all)) it(k + v, f)',
      ['k + v = a1', 'k + v [conditional] = b2'],
    ],
    'is neither there nor not, and others are not there': [
      `${OBJECT}it(\`\${'b' in all}\`, f); it(\`\${Object.hasOwn(all, 'b')}\`, f); it(\`\${'d' in all} \${all.d} \${'a' in all} \${all.c}\`, f); it(JSON.stringify(all), f)`,
      ["${'b' in all}", "${Object.hasOwn(all, 'b')}", 'false undefined true 3', 'JSON.stringify(all)'],
    ],
  })
})

describe('an entry that only may be in a map', () => {
  cases({
    'comes under a condition, and the others as they do': [`${MAP}for (const [k] of all) it(k, f)`, EACH],
    'does so in callbacks and copies': [
      `${MAP}new Map(all).forEach((_v, k) => it(k, f)); for (const k of new Map([...all]).keys()) it('of ' + k, f)`,
      [...EACH, "'of ' + k = of a | of c", "'of ' + k [conditional] = of b"],
    ],
    'is neither there nor not': [
      `${MAP}it(\`\${all.has('b')}\`, f); it(\`\${all.size}\`, f); it(\`\${all.has('a')} \${all.has('d')}\`, f)`,
      ["${all.has('b')}", '${all.size}', 'true false'],
    ],
    'has its value, or none': [
      `${MAP}it(\`\${all.get('b')}\`, f); it(\`\${all.get('a')} \${all.get('d')}\`, f)`,
      ["${all.get('b')}", '1 undefined'],
    ],
    'is one that only may be taken out': [
      "const all = new Map([['a', 1], ['b', 2]]); if (ci) all.delete('b'); all.set('c', 3); for (const [k] of all) it(k, f)",
      EACH,
    ],
    'stays so where others may be there that are not known': [
      `${MAP}all.set(given(), 1); for (const [k] of all) it(k, f)`,
      ['k = ?', 'k [conditional] = b'],
    ],
  })
})
