/** What `import pytest` gives: marks, fixtures, parameters, and calls that end a test or a module. */
import { hostDataOf } from '../../evaluation/host-data.ts'
import { type ClosureValue, type Doubt, host, type HostValue, type Invocation, MISSING, type Value } from '../../evaluation/value.ts'
import { instanceOf, native, nativeClass, nativeModule } from '../../languages/python/python-calls.ts'
import { recordOutcome } from '../../languages/python/module-outcome.ts'
import { truthiness } from '../../languages/python/python-truthiness.ts'
import { COLLECTORS } from './collectors.ts'
import { markNamespace, marksIn, type PytestMark } from './pytest-marks.ts'

export interface FixtureDeclaration {
  readonly function: ClosureValue
  readonly name: string | undefined
  /** Null where it has none. */
  readonly params: Value
  readonly ids: Value
  readonly isAutouse: boolean
  readonly scope: Value
  /** How uncertain the evaluation was where it was declared. */
  readonly uncertainty: number
}

export interface ParameterSet {
  readonly values: readonly Value[]
  readonly id: Value
  readonly marks: readonly PytestMark[]
  readonly open: boolean
  /** It may not be there. */
  readonly doubt?: Doubt
}

interface FixtureData {
  readonly kind: 'pytest fixture'
  readonly fixture: FixtureDeclaration
}

interface ParameterData {
  readonly kind: 'pytest parameters'
  readonly parameters: ParameterSet
}

export const fixtureOf = (value: Value): FixtureDeclaration | undefined => hostDataOf<FixtureData>(value, 'pytest fixture')?.fixture
export const parameterSetOf = (value: Value): ParameterSet | undefined => hostDataOf<ParameterData>(value, 'pytest parameters')?.parameters

const fixtureValue = (target: ClosureValue, { keywords, evaluator }: Pick<Invocation, 'keywords' | 'evaluator'>): Value => {
  const name = keywords.get('name')
  const fixture: FixtureDeclaration = {
    function: target,
    name: typeof name === 'string' ? name : undefined,
    params: keywords.get('params') ?? null,
    ids: keywords.get('ids') ?? null,
    isAutouse: truthiness(keywords.get('autouse') ?? false) === true,
    scope: keywords.get('scope') ?? 'function',
    uncertainty: evaluator.uncertainty,
  }
  return host('pytest.fixture()', { data: { kind: 'pytest fixture', fixture } satisfies FixtureData })
}

/** `fixture(**options)` is one, whatever these are. */
const ANY = { takesOpen: true }

/** `@fixture`, `@fixture(…)` and `fixture(…)(function)`. */
const fixture = native(
  'pytest.fixture',
  ([target], invocation) => {
    if (typeof target === 'object' && target?.kind === 'closure') return fixtureValue(target, invocation)
    const keywords = new Map(invocation.keywords)
    // Scope and params were positional once.
    if (target !== undefined) keywords.set('scope', target)
    return native('pytest.fixture()', ([inner]) =>
      typeof inner === 'object' && inner?.kind === 'closure' ? fixtureValue(inner, { keywords, evaluator: invocation.evaluator }) : inner,
    )
  },
  ANY,
)

const param = native(
  'pytest.param',
  (args, { keywords, open }) =>
    host('pytest.param()', {
      data: {
        kind: 'pytest parameters',
        parameters: { values: args, id: keywords.get('id') ?? null, marks: marksIn(keywords.get('marks')), open },
      } satisfies ParameterData,
    }),
  ANY,
)

/** What `pytest.skip` raises. A module that raises it is skipped; whether it does is seen by how the module ends. */
const SKIPPED = nativeClass('pytest.skip.Exception', {
  call: (_args, invocation) => {
    recordOutcome(invocation, false)
    return instanceOf(SKIPPED, invocation.evaluator)
  },
  takesOpen: true,
})

export const SKIP: HostValue = {
  ...native(
    'pytest.skip',
    (_args, invocation) => {
      if (truthiness(invocation.keywords.get('allow_module_level') ?? false) !== false) recordOutcome(invocation, true)
      return null
    },
    ANY,
  ),
  member: (name) => (name === 'Exception' ? SKIPPED : MISSING),
}

export const XFAIL = native('pytest.xfail', () => null, ANY)

export const IMPORT_OR_SKIP = native(
  'pytest.importorskip',
  ([name], invocation) => {
    recordOutcome({ ...invocation, arguments: [] }, false)
    return { kind: 'unknown', ...(typeof name === 'string' ? { path: name } : {}) }
  },
  ANY,
)

export const HIDDEN_PARAM: HostValue = host('pytest.HIDDEN_PARAM')

const opaque = (name: string): Value => {
  const type = nativeClass(`pytest.${name}`)
  return native(`pytest.${name}`, (_args, { evaluator }) => instanceOf(type, evaluator), ANY)
}

export const pytestModule = nativeModule('pytest', {
  mark: markNamespace,
  fixture,
  yield_fixture: fixture,
  param,
  skip: SKIP,
  xfail: XFAIL,
  importorskip: IMPORT_OR_SKIP,
  HIDDEN_PARAM,
  ...COLLECTORS,
  ...Object.fromEntries(['raises', 'warns', 'approx', 'deprecated_call', 'RaisesExc', 'RaisesGroup'].map((name) => [name, opaque(name)])),
  ...Object.fromEntries(
    ['fail', 'exit', 'register_assert_rewrite', 'main'].map((name) => [name, native(`pytest.${name}`, () => null, ANY)]),
  ),
})

export const pytestAsyncioModule = nativeModule('pytest_asyncio', { fixture })
