import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { CallExpression, FileFacts, Statement } from '../../facts/program.ts'
import { lowerJavaScript } from './lower-javascript.ts'

/** Titles of the calls that declare, with the line that each starts in; those inside others after a `>`. */
const declared = (facts: FileFacts): string[] => {
  const found: string[] = []
  const visit = (statements: readonly Statement[], path: string): void => {
    for (const statement of statements) {
      if (statement.kind !== 'evaluate' || statement.expression.kind !== 'call') continue
      const call: CallExpression = statement.expression
      const [title, ...rest] = call.arguments
      if (title?.kind !== 'literal') continue
      const name = `${path}${String(title.value)}`
      found.push(`${name}:${call.line}`)
      for (const argument of rest) if (argument.kind === 'function') visit(argument.function.body, `${name} > `)
    }
  }
  visit(facts.body, '')
  return found
}

const read = (
  lines: readonly string[],
  language: 'javascript' | 'typescript' | 'tsx' = 'javascript',
): { tests: string[]; errors: FileFacts['syntaxErrors'] } => {
  const facts = lowerJavaScript(lines.join('\n'), language)
  return { tests: declared(facts), errors: facts.syntaxErrors }
}

describe('a file with a syntax error', () => {
  it('has its other tests, and says where it is wrong', () => {
    const { tests, errors } = read([
      "describe('s', () => {",
      "  it('a', () => {})",
      '  const x = = 3',
      "  it('b', () => {})",
      '})',
      "it('c', () => {})",
    ])
    assert.deepEqual(tests, ['s:1', 's > a:2', 's > b:4', 'c:6'])
    assert.deepEqual(
      errors.map(({ line }) => line),
      [3],
    )
  })

  it('keeps a test whose body is what is broken', () => {
    const { tests, errors } = read(["it('a', () => {", '  call( ', '})', "it('b', () => {})"])
    assert.deepEqual(tests, ['a:1', 'b:4'])
    assert.equal(errors.length, 1)
  })

  it('keeps what comes before its end, where that is missing', () => {
    const { tests, errors } = read(["describe('s', () => {", "  it('a', () => {})", "  it('b', () => {"])
    assert.deepEqual(tests, ['s:1', 's > a:2', 's > b:3'])
    assert.deepEqual(
      errors.map(({ line }) => line),
      [3],
    )
  })

  it('keeps tests around the marks of an unfinished merge', () => {
    const { tests, errors } = read([
      "it('a', () => {})",
      '<<<<<<< HEAD',
      'const x = 1',
      '=======',
      'const x = 2',
      '>>>>>>> branch',
      "it('b', () => {})",
    ])
    assert.deepEqual([tests.at(0), tests.at(-1)], ['a:1', 'b:7'])
    assert.equal(errors.length, 1)
  })

  it('keeps tests behind several broken statements', () => {
    const { tests, errors } = read([
      'const x = = 3',
      "it('a', () => {})",
      "it('b', () => {",
      '  if (a { b }',
      '})',
      'let 3 = 4',
      "it('c', () => {})",
    ])
    assert.deepEqual(tests, ['a:2', 'b:3', 'c:7'])
    assert.deepEqual(
      errors.map(({ line }) => line),
      [1],
    )
  })

  it('counts places in characters, whatever they are', () => {
    const { tests } = read(["it('😀 ä', () => {})", 'const x = = 3', "it('漢', () => {})"])
    assert.deepEqual(tests, ['😀 ä:1', '漢:3'])
  })

  it('has no tests and says so, where nothing of it is a program', () => {
    const { tests, errors } = read(['%%% not a program {{{'])
    assert.deepEqual(tests, [])
    assert.equal(errors.length, 1)
  })
})

describe('a file of another dialect than its name says', () => {
  it('is read as what it is: types in JavaScript', () => {
    const { tests, errors } = read(["import type { A } from 'b'", 'const x: string = y as any', "it('a', () => {})"])
    assert.deepEqual([tests, errors], [['a:3'], []])
  })

  it('is read as what it is: markup in TypeScript', () => {
    const { tests, errors } = read(["it('a', () => { render(<App />) })", 'const x = <App title="x">y</App>'], 'typescript')
    assert.deepEqual([tests, errors], [['a:1'], []])
  })

  it('is told where only Flow knows it, and its tests are there', () => {
    const { tests, errors } = read(['// @flow', "it('a', () => { (x: any) })", 'type A = {| b: ?string |}', "it('b', () => {})"])
    assert.deepEqual(tests, ['a:2', 'b:4'])
    assert.equal(errors.length, 1)
  })
})

describe('errors of meaning', () => {
  for (const text of [
    'const a = 1; const a = 2',
    'return 5',
    'class A { constructor() {} constructor() {} }',
    'break',
    "with (a) { b() }; 'x'",
  ])
    it(`leave a file as it is: ${text}`, () => {
      const { tests, errors } = read([text, "it('a', () => {})"])
      assert.deepEqual([tests, errors], [['a:2'], []])
    })
})

describe('nesting', () => {
  it('is told where it is too deep and may declare tests', () => {
    const deep = (depth: number): string => `${"describe('x', () => {\n".repeat(depth)}it('y', () => {})${'\n})'.repeat(depth)}`
    assert.equal(lowerJavaScript(deep(100), 'javascript').cutAt, undefined)
    assert.equal(lowerJavaScript(deep(600), 'javascript').cutAt, 401)
  })

  it('is not told of what declares nothing', () => {
    assert.equal(lowerJavaScript(`const x = ${'['.repeat(900)}${']'.repeat(900)}`, 'javascript').cutAt, undefined)
  })
})

describe('any text', () => {
  const pieces = [
    "it('a', () => {",
    '})',
    'describe(',
    '{',
    '}',
    '(',
    ')',
    '[',
    '`${',
    '}`',
    "'",
    '"',
    '/',
    '//',
    '/*',
    '*/',
    '<a>',
    '</a>',
    '=>',
    'class A {',
    'static',
    'export',
    'import x from "y"',
    ';',
    '\n',
    '\0',
    '\u2028',
    '\uD800',
    '😀',
    'x = 1',
    'for (const a of b)',
    '@d',
    '...',
    '?.',
    '#!',
    '<<<<<<<',
  ]

  it('is lowered to facts that are plain JSON, in every dialect', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 30 }),
        fc.constantFrom('javascript', 'typescript', 'tsx'),
        (parts, language) => {
          const facts = lowerJavaScript(parts.join(' '), language)
          assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('is lowered to the same facts each time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => assert.deepEqual(lowerJavaScript(text, 'tsx'), lowerJavaScript(text, 'tsx'))),
      { numRuns: 50 },
    )
  })
})
