import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { Ajv2020 } from 'ajv/dist/2020.js'

import { citationFaults } from '../../specification/check-citations.ts'
import { exampleBehaviour, exampleSpecification, shopSpecification, shopTests } from '../testing/example-specification.ts'
import { jsonSpecification } from './json-specification.ts'
import { specificationJsonSchema } from './specification-schema.ts'

const published: object = JSON.parse(await readFile(new URL('../../../docs/specification.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published)

const textOf = (specification = shopSpecification()): string => [...jsonSpecification(specification)].join('')

// Parsed anew each time, so that a test may spoil it.
// oxlint-disable-next-line typescript/no-explicit-any -- a test that spoils JSON is about what has no type
const example = (): any => JSON.parse(textOf())

describe('the published schema of specifications', () => {
  it('is the one that the program has', () => {
    assert.deepEqual(published, JSON.parse(JSON.stringify(specificationJsonSchema())), 'run scripts/write-specification-schema.ts')
  })

  it('takes what the program writes', () => {
    const byModel = exampleBehaviour('Adds.', ['a'], { writtenBy: 'offline', examples: [] })
    const domains = [{ name: 'Sums', features: [{ name: 'Adding', behaviours: [byModel] }] }]
    for (const written of [shopSpecification(), exampleSpecification([]), exampleSpecification(domains, { writer: 'google:gemini' })])
      assert.ok(validate(JSON.parse(textOf(written))), JSON.stringify(validate.errors))
  })

  const spoilt: [string, (specification: ReturnType<typeof example>) => void][] = [
    ['another version', (specification) => (specification.schema = 'testimony.specification/2')],
    ['no writer', (specification) => delete specification.writer],
    ['a state that there is not', (specification) => (specification.domains[0].features[0].behaviours[0].state = 'active')],
    ['a sentence without a test', (specification) => (specification.domains[0].features[0].behaviours[0].tests = [])],
    ['an empty sentence', (specification) => (specification.domains[0].features[0].behaviours[0].text = '')],
    ['another kind of id', (specification) => (specification.domains[0].features[0].behaviours[0].id = 'b1')],
    ['another writer of a sentence', (specification) => (specification.domains[0].features[0].behaviours[0].writtenBy = 'model')],
    ['keys that it does not name', (specification) => (specification.domains[0].features[0].behaviours[0].confidence = 1)],
    ['a feature without behaviours', (specification) => delete specification.domains[0].features[0].behaviours],
  ]
  for (const [what, spoil] of spoilt) {
    it(`refuses ${what}`, () => {
      const specification = example()
      spoil(specification)
      assert.equal(validate(specification), false)
    })
  }
})

describe('JSON of a specification', () => {
  it('has one behaviour a line, and the keys of the contract in their order', () => {
    const specification = exampleSpecification([
      {
        features: [{ behaviours: [exampleBehaviour('Adds.', ['a', 'b'], { examples: ['1'], writtenBy: 'offline' })], name: 'Adding' }],
        name: 'Sums',
      },
    ])
    const { id } = exampleBehaviour('', ['a', 'b'])
    assert.equal(
      textOf(specification),
      `{
  "schema": "testimony.specification/1",
  "repository": {"url":"https://git.example/shop","ref":"main","commit":"0123456789abcdef0123456789abcdef01234567"},
  "language": "en",
  "writer": "offline",
  "summary": "A shop that sells things.",
  "domains": [
    { "name": "Sums", "features": [
      { "name": "Adding", "behaviours": [
        {"id":"${id}","text":"Adds.","state":"verified","tests":["a","b"],"examples":["1"],"writtenBy":"offline"}
      ] }
    ] }
  ]
}
`,
    )
  })

  it('comes back as it was', () => {
    for (const written of [shopSpecification(), exampleSpecification([{ name: 'Nothing', features: [{ name: 'None', behaviours: [] }] }])])
      assert.deepEqual(JSON.parse(textOf(written)), written)
    assert.deepEqual(JSON.parse(textOf(exampleSpecification([{ name: 'Nothing', features: [] }]))).domains[0].features, [])
  })

  it('is UTF-8 even where a sentence is not', () => {
    const text = textOf(exampleSpecification([], { summary: 'lone \ud800 surrogate' }))
    assert.equal(Buffer.from(text).toString(), text)
    assert.ok(text.includes('lone \\ud800 surrogate'))
  })
})

describe('the example', () => {
  it('cites each of its tests once', () => {
    assert.deepEqual(
      citationFaults(
        shopSpecification(),
        shopTests().map(({ id }) => id),
      ),
      [],
    )
  })
})
