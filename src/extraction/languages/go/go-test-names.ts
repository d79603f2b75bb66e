/** Which names and fields are tests, as far as a file says of which types they are. */
import type { Expression, FunctionFacts, Statement } from '../../facts/program.ts'
import { type Declared, declaredNamesOf, type DeclaredNames } from './go-declared-names.ts'
import { isTestParameter, isWrappedParameter } from './go-functions.ts'

/** What the structs of a file tell. */
export interface TestTypes {
  /** Fields that are tests. */
  readonly fields: ReadonlySet<string>
  /** Types that embed one, and have its methods. */
  readonly embedding: ReadonlySet<string>
}

const NO_TEST_TYPES: TestTypes = { fields: new Set(), embedding: new Set() }

const IS_TEST = new Set<unknown>(['T', 'B', 'F', 'TB'])

/** `*testing.T`, `testing.TB` */
const isTestType = (type: Expression): boolean => {
  const at = type.kind === 'unary' && type.operator === '*' ? type.operand : type
  return at.kind === 'member' && at.object.kind === 'name' && at.object.name === 'testing' && IS_TEST.has(at.property)
}

export const testTypesOf = (statements: readonly Statement[]): TestTypes => {
  const [fields, embedding] = [new Set<string>(), new Set<string>()]
  for (const statement of statements)
    if (statement.kind === 'class')
      for (const { name, value } of statement.class.keywords ?? [])
        if (isTestType(value)) {
          fields.add(name.replace(/^\./, ''))
          if (name.startsWith('.')) embedding.add(statement.class.name)
        }
  return { fields, embedding }
}

const MOST_NAMES = 4

/** Of the names in one function. */
export class TestNames {
  private readonly facts: FunctionFacts
  private readonly types: TestTypes
  private names: DeclaredNames | null = null

  constructor(facts: FunctionFacts, types: TestTypes = NO_TEST_TYPES) {
    this.facts = facts
    this.types = types
  }

  readonly isTest = (expression: Expression): boolean => this.isTestIn(expression, 0)

  private isTestIn(expression: Expression, depth: number): boolean {
    if (depth > MOST_NAMES) return false
    switch (expression.kind) {
      case 'name': {
        this.names ??= declaredNamesOf(this.facts)
        const declared = this.names.get(expression.name) ?? []
        return declared.length > 0 && declared.every((one) => this.isDeclaredAsTest(one, depth))
      }
      case 'member':
        return typeof expression.property === 'string' && this.types.fields.has(expression.property)
      case 'call':
        // `suite.T()`
        return expression.callee.kind === 'member' && expression.callee.property === 'T' && expression.arguments.length === 0
      case 'unary':
        return expression.operator.startsWith('&') && this.isTestIn(expression.operand, depth + 1)
      default:
        return false
    }
  }

  private isDeclaredAsTest(one: Declared, depth: number): boolean {
    if (one === null) return false
    if ('value' in one) return one.index === 0 && this.isTestIn(one.value, depth + 1)
    const { type } = one
    const parameter = { pattern: { kind: 'name', name: '' }, default: null, type } as const
    return (
      (isTestParameter(parameter) && !type.includes('func')) ||
      isWrappedParameter(parameter) ||
      this.types.embedding.has(type.replace(/^\*/, ''))
    )
  }
}
