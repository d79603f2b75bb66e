/** An inventory of any size with names as people write them, the same each time. */
import type { FileInventory, Inventory, TestCase } from '../../../inventory/inventory.ts'

const AREAS = ['auth', 'billing', 'search', 'mail', 'storage', 'reports', 'parser', 'network', 'cache', 'sessions', 'users', 'orders']
const SUBJECTS = [
  'expired token',
  'empty list',
  'large file',
  'unknown user',
  'nested value',
  'closed socket',
  'invalid date',
  'second page',
]
const VERBS = ['reject', 'accept', 'return', 'store', 'send', 'remove', 'retry', 'merge', 'count', 'escape', 'list', 'update']
const SHAPES: readonly ((verb: string, subject: string, at: number) => string)[] = [
  (verb, subject, at) => `should ${verb} an ${subject} with ${at}`,
  (verb, subject, at) => `test_${verb}_${subject.replace(' ', '_')}_when_${at}_given`,
  (verb, subject, at) => `${verb}s the ${subject} and then ${verb}s ${at}`,
  (_, subject, at) => `${subject} of part ${at}`,
  (verb, subject, at) => `Given ${subject}, when it is ${at}, then ${verb}s it`,
]

const pick = <Item>(items: readonly Item[], at: number): Item => {
  const item = items[at % items.length]
  if (item === undefined) throw new Error('Nothing to pick from')
  return item
}

const testOf = (at: number): TestCase => ({
  id: `generated-${at}`,
  name: pick(SHAPES, at)(pick(VERBS, Math.floor(at / 3)), pick(SUBJECTS, Math.floor(at / 7)), at),
  line: at + 1,
  endLine: at + 1,
  status: at % 50 === 0 ? 'skipped' : 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: [],
  cases: at % 20 === 0 ? { kind: 'listed', names: ['1', '2', '3'] } : null,
  assertions: ['expect(parse("a")).toBe("b")', 'expect(x).toEqual(y)'],
})

const fileOf = (file: number, from: number, to: number): FileInventory => ({
  path: `src/${pick(AREAS, file)}/part${Math.floor(file / AREAS.length)}/thing${file}.test.ts`,
  language: 'typescript',
  framework: 'vitest',
  detectedBy: 'import',
  imports: [`src/${pick(AREAS, file)}/thing${file}.ts`, 'vitest'],
  tests: [],
  suites: [
    {
      name: `Thing ${file}`,
      line: 1,
      endLine: to,
      status: 'active',
      suites: [],
      tests: Array.from({ length: to - from }, (_, at) => testOf(from + at)),
    },
  ],
})

export const generatedInventory = (tests: number, { perFile = 14 } = {}): Pick<Inventory, 'repository' | 'files'> => ({
  repository: { path: '.' },
  files: Array.from({ length: Math.ceil(tests / perFile) }, (_, file) =>
    fileOf(file, file * perFile, Math.min(tests, (file + 1) * perFile)),
  ),
})
