/** The specification of the example shop, and parts for others, with defaults for whatever a test doesn't speak of. */
import { behaviourId, type Behaviour, type Specification } from '../../specification/specification.ts'
import { specifiedTests, type SpecifiedTest } from '../../specification/specified-test.ts'
import { shop } from './example-inventory.ts'

export const exampleBehaviour = (text: string, tests: string[], parts: Partial<Behaviour> = {}): Behaviour => ({
  id: behaviourId(tests),
  text,
  state: 'verified',
  tests,
  ...parts,
})

export const exampleSpecification = (domains: Specification['domains'], parts: Partial<Specification> = {}): Specification => ({
  schema: 'testimony.specification/1',
  repository: shop().repository,
  language: 'en',
  writer: 'offline',
  summary: 'A shop that sells things.',
  domains,
  ...parts,
})

/** Tests of the example shop, by ids that say where they are: `cart:4`. */
export const shopTests = (): SpecifiedTest[] =>
  specifiedTests(shop().files).map((test) => ({ ...test, id: `${/(\w+)\.(?:spec|test)\.ts$/.exec(test.path)?.[1]}:${test.line}` }))

/** Every state, a behaviour of two tests, examples listed and not. */
export const shopSpecification = (parts: Partial<Specification> = {}): Specification =>
  exampleSpecification(
    [
      {
        name: 'Cart',
        features: [
          {
            name: 'Adding items',
            behaviours: [
              exampleBehaviour('Adds an item to the cart.', ['cart:4']),
              exampleBehaviour('Adds several items at once.', ['cart:8'], { examples: ['adds 1 items', 'adds 2 items', 'adds 3 items'] }),
              exampleBehaviour('Sums prices in any currency.', ['cart:20']),
            ],
          },
          {
            name: 'Discounts',
            behaviours: [
              exampleBehaviour('Takes the best discount and never goes below zero.', ['cart:31', 'cart:35'], { state: 'skipped' }),
            ],
          },
        ],
      },
      {
        name: 'Checkout',
        features: [
          {
            name: 'Payment',
            behaviours: [
              exampleBehaviour('Pays by card.', ['checkout:4']),
              exampleBehaviour('Pays by invoice.', ['checkout:9'], { state: 'expected-to-fail' }),
            ],
          },
        ],
      },
      {
        name: 'Stock',
        features: [
          {
            name: 'Stock',
            behaviours: [
              exampleBehaviour('Counts what is left, and orders more.', ['stock:2', 'stock:6']),
              exampleBehaviour('Warns early.', ['stock:9'], { state: 'to-be-written' }),
            ],
          },
        ],
      },
    ],
    parts,
  )

export const oneFeature = (...behaviours: Behaviour[]): Specification['domains'] => [
  { name: 'Sums', features: [{ name: 'Adding', behaviours }] },
]

export const exampleSpecifiedTest = (id: string, parts: Partial<SpecifiedTest> = {}): SpecifiedTest => ({
  id,
  path: 'a.test.ts',
  line: 1,
  language: 'typescript',
  framework: 'vitest',
  imports: [],
  suites: [],
  name: id,
  status: 'active',
  tags: [],
  cases: null,
  assertions: [],
  ...parts,
})

/** One text in every place that can hold what tests, repositories and models say. */
export const hostileDocument = (text: string): { specification: Specification; tests: SpecifiedTest[] } => ({
  specification: exampleSpecification(
    [
      {
        name: text,
        features: [
          {
            name: text,
            behaviours: [exampleBehaviour(text, ['a', text], { state: 'skipped', examples: [text, text], writtenBy: 'offline' })],
          },
        ],
      },
    ],
    { summary: text, writer: `${text}:${text}`, language: text, repository: { url: text, path: text, ref: text, commit: text } },
  ),
  tests: [exampleSpecifiedTest('a', { path: text, suites: [text], name: text, status: 'skipped', reason: text, tags: [text] })],
})
