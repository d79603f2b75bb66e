/**
 * The facts of one file: a small program that keeps what can matter to which tests the file declares, and drops the
 * rest. Every language is lowered to these nodes, so one evaluator serves them all. Facts are plain JSON: they are
 * cached by content, shared between commits and forks, and know nothing of frameworks, paths or configuration.
 *
 * Lines are 1-based. Anything a lowering has no node for becomes `unknown`, never an error.
 */

/** `json` and `text`: files that programs read as data. */
export type Language = 'javascript' | 'typescript' | 'tsx' | 'json' | 'text' | 'python' | 'go'

export interface FileFacts {
  language: Language
  body: Statement[]
  /**
   * Whether the text uses a word that some framework declares tests with (see each language's vocabulary). A file
   * without one can't declare tests by itself, so calls into it are followed only for their value.
   */
  vocabulary: boolean
  /** Where the parser lost its way; the rest of the file is still there as far as it could be read. */
  syntaxErrors: { line: number; message: string }[]
  /** What it imports, as far as that says what its tests are about: in the order of the text, each once, in a form that the language's `leadsTo` takes. */
  imports: string[]
  /** The line from which something that may declare tests nests too deeply to be kept. */
  cutAt?: number
  /** Go: the name after `package`. */
  packageName?: string
  /** Build constraints and similar directives as written, e.g. Go's `//go:build linux`; JavaScript's `import.meta.vitest`, wherever it stands. */
  directives?: string[]
  /** JSON: the text begins with one, which not all that read it take. */
  byteOrderMark?: true
  /** Python: the module's docstring. */
  docstring?: string
}

export interface Manager {
  /** The name that holds it. */
  name: string
  /** What was called to make it. */
  callee: Expression | null
  /** Whether the statements before the block enter it. */
  isEntered: boolean
}

export type Statement =
  /** `const a = 1`, `a = 1` in Python and `a := 1` in Go: declares the names of the pattern in this scope; JavaScript's `var` in the function's. `annotated`: Python's `a: int`, which makes fields, or as what by these names. `field`: JavaScript's, which each instance gets anew. `hooked`: those of the names that hooks change. */
  | {
      kind: 'declare'
      pattern: Pattern
      value: Expression | null
      line: number
      var?: true
      annotated?: true | 'ClassVar' | 'InitVar' | 'KW_ONLY'
      field?: true
      hooked?: string[]
    }
  /** `deferred`: Go's `defer`, of which the call happens when the function ends. */
  | { kind: 'evaluate'; expression: Expression; deferred?: true }
  | { kind: 'function'; function: FunctionFacts }
  | { kind: 'class'; class: ClassFacts }
  | { kind: 'if'; test: Expression; then: Statement[]; else: Statement[] }
  /**
   * A loop over a collection. JavaScript `of`, Python `for` and Go `range` over one variable bind `values` or `keys`.
   * `assigns`: to names that are there already, not to new ones of each turn.
   */
  | (LoopParts & { kind: 'each'; binds: 'values' | 'keys' | 'entries'; pattern: Pattern | null; iterable: Expression; assigns?: true })
  /** A loop with a condition; `test: null` is endless, and `runsFirst` a loop that asks after its first turn. */
  | (LoopParts & { kind: 'loop'; initial: Statement[]; test: Expression | null; update: Expression[]; runsFirst?: true })
  | { kind: 'return'; value: Expression | null }
  /** With a label it leaves, or goes on with, the loop or block around that has it; else the innermost loop or `switch`. */
  | { kind: 'break'; label?: string }
  | { kind: 'continue'; label?: string }
  /** `value`: JavaScript's, which a handler around may name. */
  | { kind: 'throw'; value?: Expression }
  /** Any labelled statement but a loop is a block with its labels. */
  /** `managers`: what is left at its end, and hears what it throws: Python's `with`, outermost first. */
  | { kind: 'block'; body: Statement[]; labels?: string[]; managers?: Manager[] }
  /**
   * `handlers`: the bodies of all catch or except clauses; they may or may not run. `caught`: JavaScript's, of which
   * there is one for whatever was thrown, and what it calls that; null for nothing. `expects`: Python's `with raises(…)`,
   * which catches what its body throws.
   */
  | {
      kind: 'try'
      body: Statement[]
      handlers: Statement[][]
      caught?: Pattern | null
      otherwise: Statement[]
      finally: Statement[]
      expects?: true
    }
  | { kind: 'switch'; subject: Expression | null; cases: { tests: Expression[]; body: Statement[] }[] }
  | { kind: 'delete'; names: string[] }
  /**
   * `imported` is `*` for the whole module and `default` for a default export; Python's `from m import *` has local `*`.
   * `required`: as TypeScript's `import a = require('./a')` does it.
   */
  | { kind: 'import'; source: string; names: { imported: string; local: string }[]; line: number; required?: true }
  /** `export { a as b }` with names of this file or, with a source, of another one; `export * as n from` too. */
  | { kind: 'export'; source: string | null; names: { local: string; exported: string }[] }
  | { kind: 'exportAll'; source: string }
  /** `export default <expression>`; a default function or class is declared and then exported by name. */
  | { kind: 'exportDefault'; value: Expression }

interface LoopParts {
  body: Statement[]
  line: number
  labels?: string[]
  /** Python's `else`: runs where the loop ends by itself and not by a `break`. */
  otherwise?: Statement[]
}

export type Pattern =
  | { kind: 'name'; name: string }
  | { kind: 'member'; target: Expression; property: string | Expression }
  | { kind: 'array'; items: (Pattern | null)[]; rest: Pattern | null }
  | { kind: 'object'; properties: { key: string | Expression; pattern: Pattern }[]; rest: Pattern | null }
  | { kind: 'default'; pattern: Pattern; value: Expression }

export type Expression =
  /** `type` where the value alone doesn't tell: Python floats and bytes, big integers, Go runes. */
  | { kind: 'literal'; value: string | number | boolean | null; type?: 'float' | 'bigint' | 'bytes' | 'rune' | 'complex' }
  | { kind: 'undefined' }
  | { kind: 'regex'; text: string }
  /** Template literals and f-strings: strings and expressions in order. `text`: the source between the quotes. */
  | { kind: 'template'; parts: (string | TemplateHole)[]; text: string }
  | { kind: 'name'; name: string; line?: number }
  /** `optional`: `o?.p` */
  | { kind: 'member'; object: Expression; property: string | Expression; line?: number; optional?: true }
  | CallExpression
  /** `raw`: a tagged template's strings as written, where that differs. */
  | { kind: 'array'; items: (Expression | Spread | null)[]; type?: ArrayType; raw?: string[] }
  | { kind: 'object'; entries: (ObjectEntry | Spread)[]; type?: string }
  | { kind: 'function'; function: FunctionFacts }
  | { kind: 'class'; class: ClassFacts }
  | { kind: 'unary'; operator: string; operand: Expression; text?: string }
  /** Arithmetic, comparison and membership; operators as the language writes them, Python's `not in` too. */
  | { kind: 'binary'; operator: string; left: Expression; right: Expression; text?: string }
  | { kind: 'logical'; operator: 'and' | 'or' | 'nullish'; left: Expression; right: Expression; text?: string }
  | { kind: 'conditional'; test: Expression; then: Expression; else: Expression; text?: string }
  /** `givesFormer`: its value is the number that was there before, as of `i++`. */
  | { kind: 'assign'; operator: string; pattern: Pattern; value: Expression; givesFormer?: true }
  /** Evaluates all and has the value of the last. */
  | { kind: 'sequence'; expressions: Expression[] }
  | {
      kind: 'comprehension'
      result: 'list' | 'set' | 'dict' | 'generator'
      key: Expression | null
      value: Expression
      clauses: ComprehensionClause[]
      text?: string
    }
  /** Gives a generator's next value; `each`: all that it iterates over. */
  | { kind: 'yield'; value: Expression | null; each?: true }
  | { kind: 'slice'; object: Expression; from: Expression | null; to: Expression | null; step: Expression | null }
  | { kind: 'this' }
  | { kind: 'unknown'; text?: string }

/** `list`: JavaScript arrays, Python lists, Go slices and arrays. Frameworks print tuples, sets and JavaScript's `Uint8Array` (`bytes`) otherwise. */
export type ArrayType = 'list' | 'tuple' | 'set' | 'bytes'

export interface TemplateHole {
  expression: Expression
  /** Python: `:>10.2f`, and `!r`. */
  format?: string
  conversion?: string
}

export interface Spread {
  kind: 'spread'
  value: Expression
}

export interface ObjectEntry {
  /** A computed key is an expression. Go's element without a key has its index as key. */
  key: string | number | Expression
  value: Expression
}

export interface ComprehensionClause {
  pattern: Pattern
  iterable: Expression
  conditions: Expression[]
}

export interface CallExpression {
  kind: 'call'
  callee: Expression
  /** Positional arguments. */
  arguments: (Expression | Spread)[]
  /** Python's keyword arguments; key `**` for a spread mapping. */
  keywords?: { name: string; value: Expression }[]
  /** A tagged template: `arguments` is the strings as an array literal, then the holes. */
  tagged?: true
  new?: true
  /** Python: it is what `await` waits for. */
  awaited?: true
  /** `f?.()` */
  optional?: true
  /** A block enters and leaves what it gives: Python's `with f():`. */
  managed?: true
  /** Where the call expression starts, its callee included, and where it ends. */
  line: number
  endLine: number
  /** The first argument as written, where it is no plain literal: what a title that can't be evaluated is shown as. */
  text?: string
}

export interface Parameter {
  pattern: Pattern
  default: Expression | null
  rest?: true
  /** The annotation as written, spaces folded: Go and Python. */
  type?: string
  /** Python: before `/`. */
  positionalOnly?: true
  /** Python: after `*`. */
  keywordOnly?: true
}

export interface FunctionFacts {
  /** Empty for a function expression without a name. */
  name: string
  /** The name that a JavaScript function without one has by where it stands: `const area = () => …`. */
  inferredName?: string
  parameters: Parameter[]
  body: Statement[]
  /** Line of the name; of the function itself where it has none. */
  line: number
  endLine: number
  decorators: Expression[]
  /** Go: the receiver; JavaScript class members: `static`. */
  receiver?: Parameter
  static?: true
  /** Getter, setter; a setter's name begins with `set `. */
  accessor?: 'get' | 'set'
  /** Arrow functions see the `this` around them. */
  arrow?: true
  generator?: true
  async?: true
  /** JavaScript: the lines of the first thing that it waits for, and of the first in what only may be run, but of a test's body. */
  awaitLine?: number
  mayAwaitLine?: number
  /** Calling it declares nothing, whatever it is given: it is entered for its value only. */
  inert?: true
  /** Go: it changes what it is called on or given, or variables of its package. */
  changes?: true
  /** Go: the names of its type parameters; of a method, what it calls those of its receiver. */
  typeParameters?: string[]
  /** Go: parameters' and results' types are part of what makes a test; results as written. */
  results?: string
  /** The variables of the body that hold its results, where calls that it puts off may change them: Go. */
  resultNames?: { kind: 'name'; name: string }[]
  /** Digest of the body's text with white space folded (see body-digest.ts). */
  digest: string
  /** Assertions as written, spaces folded: at most 3 of at most 120 characters; for titles and specifications. */
  assertions?: string[]
  docstring?: string
  /** Python: what a body that is cut down called for certain, and on a condition, as `calledNames` has it. */
  calls?: string[]
  mayCall?: string[]
}

export interface ClassFacts {
  name: string
  /** As functions have it. */
  inferredName?: string
  bases: Expression[]
  /** Python: `metaclass=…` and other keywords. Go: a struct's fields, with their tags where these say how JSON calls them. */
  keywords?: { name: string; value: Expression; tag?: string }[]
  /** Go: the names of its type parameters. */
  typeParameters?: string[]
  body: Statement[]
  decorators: Expression[]
  line: number
  endLine: number
  docstring?: string
}
