import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readsLikeTestBody, relevantInLeaf, usesTestVocabulary, usesTestVocabularyOutside } from './test-vocabulary.ts'

describe('the words that declare tests', () => {
  for (const text of [
    "it('adds', () => {})",
    "test ('adds')",
    'it.each([1])("%s")',
    'test\n  .only("x")',
    "module('numbers')",
    'context(`numbers`, f)',
    "ctx.test('x', f)",
    'ctx.test(name, f)',
    "ruleTester.run('x', rule)",
    "import { it as check } from './api.js'",
    "require('node:test')",
    "import { run } from 'eslint-vitest-rule-tester'",
    "require('mocha-each')(rows).it(title, f)",
    'test<Extended>("x", f)',
    'const check = condition ? it : it.skip',
    "Deno.test('x', f)",
    "t('adds', async () => {})",
    't.test(name, f)',
    "test.db('stores', f)",
    'const signedIn = baseTest.extend({})',
    'tester.run(name, rule, cases)',
    'makeTester().run(name, rule, cases)',
    "linter.run('no-tea', rule, cases)",
    'linter.run(name, rule, { valid: [] })',
    'context(name, f)',
  ])
    it(`are found in ${JSON.stringify(text)}`, () => assert.equal(usesTestVocabulary(text), true))

  for (const text of [
    'module.exports = 1',
    '// so we force it. Then',
    '/x/.test(value)',
    'context.value',
    'setup(options)',
    'app.run()',
    'treat it as one',
    'store.get(context as Context)',
    'if (test.isKnown) {}',
    'z.string().describe(text)',
    't.trim()',
    "t('menu.file')",
    'Deno.env',
    'storage.run(context, next)',
    'Parser.extend(markup())',
    "BaseModel.extend('shop.Tea', {})",
    'fiber.run(effect, options, key)',
    'stream.pipe(tap((one) => log(one)))',
    'class Tea { context(options?: Options): Self }',
  ])
    it(`are not seen in ${JSON.stringify(text)}`, () => assert.equal(usesTestVocabulary(text), false))

  it('are not seen in comments', () => {
    const example = "/** test('GET') */ export const get = 1"
    assert.equal(
      usesTestVocabularyOutside(example, () => [{ start: 0, end: 18 }]),
      false,
    )
    assert.equal(
      usesTestVocabularyOutside(`${example}; it('x')`, () => [{ start: 0, end: 18 }]),
      true,
    )
  })
})

describe('what matters in a test body', () => {
  it('is that the context is handed on, not that a callback is', () => {
    assert.equal(relevantInLeaf(['t'])('subtests(t)'), true)
    assert.equal(relevantInLeaf(['t'])('\u00a0t.skip()'), true)
    assert.equal(relevantInLeaf(['t'])('at.skip()'), false)
    assert.equal(relevantInLeaf(['skip'])('skip()'), true)
    assert.equal(relevantInLeaf(['page'])('skip()'), false)
    assert.equal(relevantInLeaf(['t'])('subtests("get", t)'), true)
    assert.equal(relevantInLeaf(['t'])('list.map((t) => t + 1)'), false)
    assert.equal(relevantInLeaf(['done'])('setTimeout(done, 10)'), false)
  })
})

describe('the body of a function with a title, given to a name that no framework has', () => {
  for (const [text, own] of [
    ['await page.open(); expect(page.title).toBe("x")', 'pageTest'],
    ['if (await isSlow()) pageTest.skip("slow"); expect(1).toBe(1)', 'pageTest'],
    ['if (shouldSkipThisTest()) return; expect(1).toBe(1)', 'pageTest'],
    ['await page.open("https://shop-test.example/"); expect(1).toBe(1)', 'pageTest'],
  ] as const)
    it(`reads like a test where it is ${JSON.stringify(text)}`, () => assert.equal(readsLikeTestBody(text, own), true))

  for (const [text, own] of [
    ['it("adds", () => expect(1).toBe(1))', 'group'],
    ['group.test("adds", async () => { await x })', 'group'],
    ['await prepare(); sharedTests(x)', 'group'],
    ['list.forEach(one)', 'group'],
    ['testThatItFits({ run: async () => { await x } }); assert(x)', 'group'],
  ] as const)
    it(`may declare more where it is ${JSON.stringify(text)}`, () => assert.equal(readsLikeTestBody(text, own), false))
})
