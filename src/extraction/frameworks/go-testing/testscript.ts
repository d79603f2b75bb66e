/**
 * Scripts of testscript: `testscript.Run(t, testscript.Params{Dir: "testdata"})` runs each script of the directory as a
 * parallel subtest, called as its file without the ending (https://pkg.go.dev/github.com/rogpeppe/go-internal/testscript).
 */
import { host, type HostValue, type Invocation, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { namesAt } from '../../languages/go/go-files.ts'
import { isList, isNil, isObject, isTest, textOf } from '../../languages/go/go-values.ts'

const SCRIPT = /\.(?:txt|txtar)$/

/** The scripts' names; undefined where they can't be told. */
const scriptsOf = (parameters: Value, invocation: Invocation): string[] | undefined => {
  if (!isObject(parameters)) return undefined
  const [directory, files] = [parameters.entries.get('Dir') ?? '', parameters.entries.get('Files') ?? null]
  const text = textOf(directory)
  const own = text === undefined ? undefined : text === '' ? [] : namesAt(text, invocation)
  const given = isNil(files) ? [] : isList(files) && !files.open ? files.items.map(textOf) : [undefined]
  if (!own || !given.every((file) => file !== undefined)) return undefined
  const paths = [...own.filter((name) => SCRIPT.test(name)), ...given]
  return paths.map((path) => path.slice(path.lastIndexOf('/') + 1).replace(SCRIPT, ''))
}

const inParallel = (invocation: Invocation): Value => {
  const [test] = invocation.arguments
  const mark = isTest(test) ? test.member?.('Parallel', invocation.evaluator) : undefined
  return typeof mark === 'object' ? invocation.evaluator.call(mark, { ...invocation, arguments: [], expressions: [] }) : UNKNOWN
}

const run = (invocation: Invocation): Value => {
  const [test, parameters] = invocation.arguments
  const declare = isTest(test) ? test.member?.('Run', invocation.evaluator) : undefined
  if (typeof declare !== 'object') return UNKNOWN
  const body: HostValue = host('script', { call: inParallel })
  // Which scripts aren't known is told by one entry that stands for any number.
  const site = { ...invocation.site, text: 'script' }
  for (const name of scriptsOf(parameters, invocation) ?? [UNKNOWN])
    invocation.evaluator.call(declare, { ...invocation, site, arguments: [name, body], expressions: [] })
  return UNKNOWN
}

/** What of the package is known: that it runs scripts. */
export const TESTSCRIPT = host('testscript', {
  member: (name) => (name === 'Run' ? host('Run', { call: run }) : name === 'Params' ? UNKNOWN : MISSING),
})
