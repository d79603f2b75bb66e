import assert from 'node:assert/strict'
import { test } from 'node:test'

import { answerWell } from '../../../test/support/model-server.ts'
import { citationFaults } from '../check-citations.ts'
import { specifiedTests } from '../specified-test.ts'
import { PROVIDERS } from './asking/model-name.ts'
import { inventoryOf } from './testing/inventory-of.ts'
import { behavioursOf, sentencesOf, specificationOf } from './testing/written-parts.ts'
import { writtenWith } from './testing/written-with.ts'

const BAKERY = inventoryOf({
  'bread/oven.test.ts': {
    oven: ['heats to 240 degrees', 'refuses to open while hot'],
    dough: ['rises', { name: 'falls', status: 'skipped' }],
  },
  'shop/till.test.ts': { till: ['adds up', { name: 'gives change', cases: { kind: 'listed', names: ['of 1', 'of 2'] } }] },
})

for (const provider of PROVIDERS) {
  test(`writes a specification by the protocol of ${provider}`, async () => {
    const { writing, requests } = await writtenWith(BAKERY, { provider })
    const specification = specificationOf(writing)
    assert.equal(specification.writer, `${provider}:scripted`)
    assert.equal(specification.summary, 'Keeps what its tests say.')
    assert.deepEqual(
      specification.domains.map(({ name, features }) => [name, features.map((feature) => feature.name)]),
      [
        ['Domain bread', ['Feature oven', 'Feature dough']],
        ['Domain shop', ['Feature till']],
      ],
    )
    assert.deepEqual(
      citationFaults(
        specification,
        specifiedTests(BAKERY.files).map(({ id }) => id),
      ),
      [],
    )
    const behaviours = behavioursOf(writing)
    assert.ok(behaviours.every(({ writtenBy }) => writtenBy === undefined))
    assert.deepEqual(behaviours.find(({ text }) => text === 'Sees to falls')?.state, 'skipped')
    assert.deepEqual(behaviours.find(({ text }) => text === 'Sees to gives change')?.examples, ['of 1', 'of 2'])
    assert.deepEqual(
      requests.map(({ step }) => step),
      ['classify', 'phrase', 'summarise'],
    )
    assert.ok(requests.every(({ protocol, model, withSchema }) => protocol === provider && model === 'scripted' && withSchema))
    if (writing.kind === 'completed') assert.equal(writing.spent.requests, 3)
  })
}

test('an inventory without tests takes no request', async () => {
  const { writing, requests } = await writtenWith(inventoryOf({}))
  assert.deepEqual([specificationOf(writing).domains, specificationOf(writing).summary], [[], 'Offline summary of 0'])
  assert.equal(requests.length, 0)
})

test('names in Korean, Arabic and emoji come through, and the model is told the language', async () => {
  const names = ['만료된 토큰을 거부한다', 'يرفض الرمز المنتهي', '🥖 bakes 👩‍🍳']
  const { writing, requests } = await writtenWith(inventoryOf({ '빵/a.test.ts': { 오븐: names } }), { language: 'ko' })
  assert.deepEqual(
    sentencesOf(writing),
    names.map((name) => `Sees to ${name}`),
  )
  assert.equal(specificationOf(writing).language, 'ko')
  assert.equal(specificationOf(writing).domains[0]?.name, 'Domain 빵')
  assert.ok(requests.every(({ system }) => system.includes('Korean (ko)')))
})

test('a suite of 5,000 tests in one file is asked about in parts, so many at once, and later ones know what was found', async () => {
  const names = Array.from({ length: 5000 }, (_, index) => `serves customer ${index}`)
  const { writing, requests, mostAtOnce } = await writtenWith(inventoryOf({ 'shop/till.test.ts': { till: names } }), {
    concurrency: 6,
    reply: (asked) => ({ kind: 'later', milliseconds: 5, reply: { kind: 'text', text: answerWell(asked) } }),
  })
  assert.deepEqual(
    sentencesOf(writing),
    names.map((name) => `Sees to ${name}`),
  )
  assert.ok(mostAtOnce <= 6 && mostAtOnce > 1, String(mostAtOnce))
  for (const { step, tests, prompt } of requests) {
    assert.ok(tests.size <= (step === 'classify' ? 400 : 40))
    assert.ok(prompt.length < 40_000)
  }
  const [first, ...later] = requests.filter(({ step }) => step === 'classify')
  assert.ok(first?.prompt.includes('"outline":[]'))
  assert.ok(later.every(({ prompt }) => prompt.includes('"outline":[{"domain":"Domain shop","features":["Feature till"]}]')))
})

test('what nobody could read in a sitting is shown by its two ends', async () => {
  const long = (start: string, end: string): string => `${start}${'x'.repeat(5000)}${end}`
  const cases = { kind: 'listed' as const, names: [long('case', 'last')] }
  const tests = [{ name: long('starts', 'ends'), assertions: [long('expect', 'toBe')], cases }]
  const { requests, writing } = await writtenWith(inventoryOf({ [long('src/', '/a.test.ts')]: { [long('suite', 'over')]: tests } }))
  assert.equal(behavioursOf(writing).length, 1)
  for (const { prompt } of requests) assert.ok(prompt.length < 2000)
  const [first] = requests
  for (const part of ['starts', 'ends', 'src/', '/a.test.ts', 'suite', 'over']) assert.ok(first?.prompt.includes(part), part)
})

test('small features share a request, and a file stays whole where it fits', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`shop/part${index}.test.ts`, { [`part ${index}`]: ['opens', 'shuts', 'cleans'] }]),
  )
  const { requests } = await writtenWith(inventoryOf(files))
  const phrased = requests.filter(({ step }) => step === 'phrase')
  assert.deepEqual(
    phrased.map(({ tests }) => tests.size).toSorted((one, other) => one - other),
    [12, 39, 39],
  )
})

test('a domain or a feature that is spelled otherwise is the same', async () => {
  const files = Object.fromEntries(
    ['a', 'b'].map((name) => [`${name}/a.test.ts`, { [name]: Array.from({ length: 300 }, (_, index) => `${name} ${index}`) }]),
  )
  const { writing } = await writtenWith(inventoryOf(files), {
    reply: (asked, index) => {
      if (asked.step !== 'classify') return { kind: 'text', text: answerWell(asked) }
      const ids = [...asked.tests.keys()]
      const features = [
        { name: index === 0 ? 'Paying' : 'PAYING', tests: ids.slice(1) },
        { name: index === 0 ? 'Refunding' : 'Billing', tests: ids.slice(0, 1) },
      ]
      return { kind: 'text', text: JSON.stringify({ domains: [{ name: index === 0 ? 'Cards' : 'cards', features }] }) }
    },
  })
  assert.deepEqual(
    specificationOf(writing).domains.map(({ name, features }) => [
      name,
      features.map((feature) => [feature.name, feature.behaviours.length]),
    ]),
    [
      [
        'Cards',
        [
          ['Refunding', 1],
          ['Paying', 598],
          ['Billing', 1],
        ],
      ],
    ],
  )
})

test('examples are lines of their own, each of them once', async () => {
  const cases = (...names: string[]) => ({ kind: 'listed' as const, names })
  const tests = [
    { name: 'adds', cases: cases('1\n2', 'a\u202Eb', '1 2') },
    { name: 'adds up', cases: cases('1 2', '3') },
  ]
  const { writing } = await writtenWith(inventoryOf({ 'a/a.test.ts': { till: tests } }), {
    reply: (asked) => {
      if (asked.step !== 'phrase') return { kind: 'text', text: answerWell(asked) }
      return { kind: 'text', text: JSON.stringify({ sentences: [{ tests: [...asked.tests.keys()], text: 'Adds.' }] }) }
    },
  })
  assert.deepEqual(
    behavioursOf(writing).map(({ examples }) => examples),
    [['1 2', 'a b', '3']],
  )
})

test('tells how far it is', async () => {
  const told: string[] = []
  await writtenWith(BAKERY, { progress: (step, done, total) => told.push(`${step} ${done}/${total}`) })
  assert.deepEqual(told, ['classify 0/6', 'classify 6/6', 'phrase 0/6', 'phrase 6/6'])
})
