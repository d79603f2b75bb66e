import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { decodeFacts } from './facts/facts-encoding.ts'
import type { FileFacts, Language } from './facts/program.ts'
import { nativeStackNeeded } from './native-stack.ts'
import { createParserPool, type ParseResult } from './parser-pool.ts'
import { nativeStackOf } from './parser-thread.ts'

const STACK = 8
const encoder = new TextEncoder()

const factsOf = (result: ParseResult | undefined): FileFacts => {
  assert.ok(result && 'facts' in result, result && 'error' in result ? result.error : 'no answer')
  const facts = decodeFacts(result.facts)
  assert.ok(facts)
  return facts
}

/** All that nests in the grammar: by brackets, operands, statements, types and markup. */
const NESTING: Record<string, [Language, (depth: number) => string]> = {
  suites: ['javascript', (n) => `${"describe('x',()=>{".repeat(n)}${'})'.repeat(n)}`],
  lists: ['javascript', (n) => `${'['.repeat(n)}${']'.repeat(n)}`],
  parentheses: ['javascript', (n) => `${'('.repeat(n)}1${')'.repeat(n)}`],
  blocks: ['javascript', (n) => `${'{'.repeat(n)}${'}'.repeat(n)}`],
  objects: ['javascript', (n) => `x=${'{a:'.repeat(n)}1${'}'.repeat(n)}`],
  negations: ['javascript', (n) => `${'!'.repeat(n)}a`],
  'operators that are words': ['javascript', (n) => `${'typeof '.repeat(n)}a`],
  sums: ['javascript', (n) => `1${'+1'.repeat(n)}`],
  powers: ['javascript', (n) => `${'a**'.repeat(n)}a`],
  arrows: ['javascript', (n) => `${'a=>'.repeat(n)}a`],
  assignments: ['javascript', (n) => `${'a='.repeat(n)}a`],
  alternatives: ['javascript', (n) => `${'a?b:'.repeat(n)}a`],
  'alternatives inside': ['javascript', (n) => `${'a?'.repeat(n)}a${':a'.repeat(n)}`],
  members: ['javascript', (n) => `a${'.a'.repeat(n)}`],
  calls: ['javascript', (n) => `a${'()'.repeat(n)}`],
  conditions: ['javascript', (n) => `${'if(a)'.repeat(n)};`],
  'conditions otherwise': ['javascript', (n) => `${'if(a);else '.repeat(n)};`],
  'loops of one word': ['javascript', (n) => `${'do '.repeat(n)};${'while(a);'.repeat(n)}`],
  labels: ['javascript', (n) => `${Array.from({ length: n }, (_, index) => `a${index}:`).join('')};`],
  templates: ['javascript', (n) => `${'`${'.repeat(n)}a${'}`'.repeat(n)}`],
  'tagged templates': ['javascript', (n) => `a${'``'.repeat(n)}`],
  markup: ['javascript', (n) => `x=${'<a>'.repeat(n)}${'</a>'.repeat(n)}`],
  constructions: ['javascript', (n) => `${'new '.repeat(n)}a`],
  functions: ['javascript', (n) => `${'function f(){'.repeat(n)}${'}'.repeat(n)}`],
  classes: ['javascript', (n) => `${'class A{a='.repeat(n)}1${'}'.repeat(n)}`],
  'classes extended': ['javascript', (n) => `x=${'class extends '.repeat(n)}a${'{}'.repeat(n)}`],
  'type arguments': ['typescript', (n) => `let x:${'A<'.repeat(n)}B${'>'.repeat(n)}`],
  'types of types': ['typescript', (n) => `let x:${'keyof '.repeat(n)}B`],
  casts: ['typescript', (n) => `a${' as b'.repeat(n)}`],
  'types of functions': ['typescript', (n) => `let x:${'()=>'.repeat(n)}d`],
  'conditional types': ['typescript', (n) => `let x:${'a extends b?c:'.repeat(n)}d`],
}

describe("a parser's thread", () => {
  const pool = createParserPool({ size: 1, stack: STACK })
  after(() => pool[Symbol.asyncDispose]())

  for (const [what, [language, text]] of Object.entries(NESTING)) {
    it(`holds what its stack is said to hold: ${what}`, async () => {
      const room = nativeStackOf(STACK)
      let depth = 1 << 15
      while (nativeStackNeeded(encoder.encode(text(depth)), room) > room) depth = Math.floor(depth * 0.8)
      assert.ok(depth > 100)
      const [result] = await pool.parse([{ bytes: encoder.encode(text(depth)), language }], new AbortController().signal)
      assert.equal(factsOf(result).language, language)
    })
  }
})

/** A thread with this stack may not hold it, so a process gets it. */
const LARGE = encoder.encode("it('x', () => {});\n".repeat(2000))

// What the stacks in use hold, a line of 4 MB, a hundred thousand tests and nesting of 60,000 levels, is seen in
// test/hostile-texts.test.ts.
describe('parsers', () => {
  it('name what nests too deeply, and go on with the rest and with the next', async () => {
    await using pool = createParserPool({ size: 1, stack: STACK, largeStack: 32 })
    const { signal } = new AbortController()
    const deep = encoder.encode("describe('x',()=>{".repeat(50_000))
    const small = encoder.encode("it('goes on', () => {})")
    const parsed = await pool.parse(
      [deep, small].map((bytes) => ({ bytes, language: 'javascript' })),
      signal,
    )
    assert.deepEqual(parsed[0], { error: 'it nests too deeply for the parser; its tests are not listed', code: 'too-deep' })
    assert.equal(factsOf(parsed[1]).body.length, 1)
    const [read] = await pool.parse([{ bytes: LARGE, language: 'javascript' }], signal)
    assert.equal(factsOf(read).body.length, 2000)
  })

  it('are replaced when they hang, and the file that they hung on is named', async () => {
    await using pool = createParserPool({ size: 1, timeout: 1 })
    const signal = new AbortController().signal
    const files = [{ bytes: encoder.encode("it('x', () => {})"), language: 'javascript' as const }]
    // More than a thread has at a time: those behind one that hangs are asked of the next thread.
    const hung = await Promise.all(Array.from({ length: 6 }, () => pool.parse(files, signal)))
    assert.deepEqual(
      hung.flat(),
      Array.from({ length: 6 }, () => ({ error: 'parsing did not end in time' })),
    )
  })

  it('have each its own answer where whoever asks has no time to take it', async () => {
    await using pool = createParserPool({ size: 1, timeout: 1000 })
    const { signal } = new AbortController()
    const parse = (name: string): Promise<ParseResult[]> =>
      pool.parse([{ bytes: encoder.encode(`export const ${name} = 1`), language: 'javascript' }], signal)
    await parse('warm')
    const asked = Promise.all(['a', 'b', 'c', 'd'].map(parse))
    for (const until = performance.now() + 1200; performance.now() < until;);
    const names = (await asked).map(([result]) => {
      const [statement] = factsOf(result).body
      return statement?.kind === 'declare' && statement.pattern.kind === 'name' ? statement.pattern.name : null
    })
    assert.deepEqual(names, ['a', 'b', 'c', 'd'])
  })

  it('take what is urgent before the rest of what they have', async () => {
    await using pool = createParserPool({ size: 1 })
    const { signal } = new AbortController()
    const file = { bytes: encoder.encode('def test_x(): pass\n'.repeat(2000)), language: 'python' as const }
    const inOrder: string[] = []
    const ask = async (name: string, files: number, urgent: boolean): Promise<void> => {
      const results = await pool.parse(
        Array.from({ length: files }, () => file),
        signal,
        { urgent },
      )
      for (const result of results) assert.equal(factsOf(result).body.length, 2000)
      inOrder.push(name)
    }
    await Promise.all([ask('many', 40, false), ask('few', 2, false), ask('more', 1, false), ask('urgent', 1, true)])
    assert.deepEqual(inOrder, ['urgent', 'many', 'few', 'more'])
  })

  it('that are processes are killed when they hang, and the file is named', async () => {
    await using pool = createParserPool({ size: 1, stack: STACK, timeout: 1 })
    const [hung] = await pool.parse([{ bytes: LARGE, language: 'javascript' }], new AbortController().signal)
    assert.deepEqual(hung, { error: 'parsing did not end in time' })
  })

  it('keep nobody waiting once the signal has fired, and go on with what others ask for', async () => {
    await using pool = createParserPool({ size: 1, stack: STACK })
    const stop = new AbortController()
    const files = [{ bytes: encoder.encode('def test_x(): pass\n'.repeat(5000)), language: 'python' as const }]
    const other = pool.parse(files, new AbortController().signal)
    const behindIt = pool.parse(files, stop.signal)
    const inOrder: string[] = []
    const ended = [
      other.then(() => inOrder.push('the other one')),
      assert.rejects(behindIt, /stopped/).then(() => inOrder.push('the stopped one')),
    ]
    stop.abort(new Error('stopped'))
    await Promise.all(ended)
    assert.deepEqual(inOrder, ['the stopped one', 'the other one'])
    const [result] = await other
    assert.equal(factsOf(result).body.length, 5000)
  })

  it('stop when they are disposed of, whatever is waiting', async () => {
    const pool = createParserPool({ size: 1 })
    const signal = new AbortController().signal
    const files = [{ bytes: encoder.encode("it('x', () => {})"), language: 'javascript' as const }]
    const running = [pool.parse(files, signal), pool.parse(files, signal), pool.parse(files, signal)]
    await pool[Symbol.asyncDispose]()
    const answers = (await Promise.all(running)).flat()
    assert.equal(answers.length, 3)
    for (const answer of answers) assert.deepEqual(answer, { error: 'parsing was stopped' })
  })
})

describe('text of any kind', () => {
  const pool = createParserPool({ size: 1, stack: STACK })
  after(() => pool[Symbol.asyncDispose]())

  const parse = async (text: string | Uint8Array): Promise<ParseResult | undefined> => {
    const bytes = typeof text === 'string' ? encoder.encode(text) : text
    const [result] = await pool.parse([{ bytes, language: 'javascript' }], new AbortController().signal)
    return result
  }

  const titles = (result: ParseResult | undefined): unknown[] =>
    factsOf(result).body.map((statement) => {
      assert.ok(statement.kind === 'evaluate' && statement.expression.kind === 'call')
      const [title] = statement.expression.arguments
      return title?.kind === 'literal' ? title.value : title
    })

  it('may have NUL bytes in strings and comments', async () => {
    assert.deepEqual(titles(await parse("it('a\0b', () => {}) // \0\nit('c', () => {})")), ['a\0b', 'c'])
  })

  it('may have lone surrogates', async () => {
    assert.deepEqual(titles(await parse(String.raw`it('a\uD800b', () => {}); it('c', () => {})`)), ['a\uD800b', 'c'])
  })

  it('may mix line ends, and lines end where git ends them', async () => {
    const facts = factsOf(await parse("it('a', () => {})\r\nit('b', () => {})\rit('c', () => {})\nit('d', () => {})"))
    assert.deepEqual(
      facts.body.map((statement) =>
        statement.kind === 'evaluate' && statement.expression.kind === 'call' ? statement.expression.line : null,
      ),
      [1, 2, 2, 3],
    )
  })

  it('may begin with a hashbang or a byte order mark', async () => {
    assert.deepEqual(titles(await parse("#!/usr/bin/env node\nit('a', () => {})")), ['a'])
    assert.deepEqual(titles(await parse("\uFEFFit('a', () => {})")), ['a'])
  })

  it('may be UTF-16 of either byte order, where a mark says so', async () => {
    const text = "\uFEFFit('ä', () => {})"
    const little = new Uint8Array(Buffer.from(text, 'utf16le'))
    const big = new Uint8Array(Buffer.from(text, 'utf16le').swap16())
    assert.deepEqual(titles(await parse(little)), ['ä'])
    assert.deepEqual(titles(await parse(big)), ['ä'])
  })
})
