/** One candidate file to its inventory: which framework runs it, and what it declares. */
import type { Diagnostic, FileInventory } from '../../inventory/inventory.ts'
import { DeclarationCollector } from '../declaration/declaration-collector.ts'
import { EvaluationLimit } from '../evaluation/raised.ts'
import { ModuleInstance } from '../evaluation/module-instance.ts'
import { ModuleMocks } from '../evaluation/module-mocks.ts'
import type { FileFacts, Language } from '../facts/program.ts'
import type { CandidateFile, Framework, Scope } from '../framework.ts'
import { publicLanguage } from '../languages.ts'
import type { Realm } from './realm.ts'
import { declaredFrameworks } from './declared-frameworks.ts'
import { givesNamesOnly } from './gives-names-only.ts'

export interface LinkFileInput {
  path: string
  language: Language
  facts: FileFacts
  /** That take the file, best first; at least one. */
  scopes: readonly Scope[]
  frameworks: ReadonlyMap<string, Framework>
  realm: Realm
  /** Whether it is linked again if something isn't read yet that it asks for. */
  mayBeLinkedAgain: boolean
}

export interface LinkedFile {
  inventory: FileInventory | null
  diagnostics: Diagnostic[]
}

type Report = CandidateFile['report']

export const linkFile = (input: LinkFileInput): LinkedFile => {
  const diagnostics: Diagnostic[] = []
  const report: Report = (code, message, path = input.path) => void diagnostics.push({ path, code, message })
  input.realm.evaluator.beginFile(input.mayBeLinkedAgain)
  try {
    const inventory = collectByScope(input, report) ?? collectByCalls(input, report)
    reportCutLoop(input, report)
    reportCutLibraries(input, report)
    return { inventory, diagnostics }
  } catch (error) {
    if (error instanceof EvaluationLimit || error instanceof RangeError)
      report('evaluation-limit', 'too much happens before the tests of this file are declared; they are not listed')
    // A defect of ours that one file brings to light costs that file, not the analysis.
    else report('link-failed', `the file could not be evaluated: ${error instanceof Error ? error.message : String(error)}`)
    return { inventory: null, diagnostics }
  }
}

const reportCutLoop = ({ path, realm }: LinkFileInput, report: Report): void => {
  const { cutLoop } = realm.evaluator
  if (!cutLoop) return
  const place = cutLoop.path === path ? `line ${cutLoop.line}` : `${cutLoop.path}:${cutLoop.line}`
  report('evaluation-limit', `${place}: the loop turns more often than is followed; the tests that it declares are listed as dynamic`)
}

/** A file elsewhere that imports a framework may well declare tests after what was too much. */
const reportCutLibraries = ({ realm, frameworks }: LinkFileInput, report: Report): void => {
  for (const { path, facts } of realm.evaluator.cutLibraries)
    if (facts && importsAny({ facts, frameworks }))
      report('evaluation-limit', `too much happens in what is called of ${path}; tests that it declares may not be listed`)
}

const moduleOf = ({ path, facts }: LinkFileInput): ModuleInstance => {
  const module = new ModuleInstance(path, true)
  module.facts = facts
  module.mocks = new ModuleMocks()
  return module
}

/** Frameworks that look for tests themselves: the first whose scope takes the file and that finds one. */
const collectByScope = (input: LinkFileInput, report: Report): FileInventory | null => {
  const { realm, frameworks } = input
  for (const scope of input.scopes) {
    const framework = frameworks.get(scope.framework)
    if (!framework?.collect) continue
    realm.evaluator.refill()
    const module = moduleOf(input)
    const found = framework.collect({ ...input, module, scope, evaluator: realm.evaluator, lookup: realm.lookupFrom(module), report })
    if (found) return found
  }
  return null
}

/** Runs what the framework that governs the file runs before it: it may give the file more names, declared by whatever it imports. */
const runSetup = ({ scopes, realm }: LinkFileInput, module: ModuleInstance): void => {
  const lookup = realm.lookupFrom(module)
  for (const path of scopes[0]?.setup ?? []) {
    if (!lookup.has(path)) continue
    const setup = new ModuleInstance(path, true)
    setup.mocks = module.mocks
    setup.facts = realm.evaluator.resolver.facts(setup)
    if (setup.facts) realm.evaluator.runModule(setup)
  }
}

/** Frameworks whose tests are declared by calls: run the file's top level and see what is declared, and by which framework's functions. */
const collectByCalls = (input: LinkFileInput, report: Report): FileInventory | null => {
  const { path, realm, scopes, frameworks } = input
  if (!scopes.some((scope) => !frameworks.get(scope.framework)?.collect)) return null
  const { evaluator } = realm
  const isHardly = isHardlyTest(input)
  if (isHardly && givesNamesOnly(input.facts)) return null
  evaluator.refill(isHardly ? STEPS_OF_HARDLY_TESTS : undefined)
  // Of several runs that take the file, it is listed as the first has it.
  const [run] = scopes
  const isShared = run !== undefined && frameworks.get(run.framework)?.sharesModules === true
  const collector = new DeclarationCollector(path, evaluator, (other) => isShared && other < path && run.includes(other))
  evaluator.collector = collector
  try {
    const module = moduleOf(input)
    runSetup(input, module)
    evaluator.runModule(module)
    collector.runLater()
    const [first] = scopes
    if (first) frameworks.get(first.framework)?.afterRun?.(module, first, evaluator)
  } catch (error) {
    if (!(error instanceof EvaluationLimit || error instanceof RangeError)) throw error
    // A program that is merely named or placed like a test lacks none.
    if (collector.declared > 0 || scopes.some((scope) => !scope.isGuess) || importsAny(input))
      report('evaluation-limit', 'too much happens while the tests of this file are declared; what was found so far is listed')
  } finally {
    evaluator.collector = null
  }
  if (collector.cutAt !== null)
    report('evaluation-limit', `line ${collector.cutAt}: suites nest deeper than is followed; tests inside are not listed`)
  // Only what some scope of the declaring framework takes is run by it.
  for (const framework of declaredFrameworks(collector.root)) {
    const scope = scopes.find((one) => one.framework === framework)
    if (!scope) continue
    const detectedBy = scope.globals && scopes[0] === scope && !importsFramework(input) ? scope.detectedBy : 'import'
    return collector.finish({ language: publicLanguage(input.language), framework, detectedBy })
  }
  return null
}

/** Programs that lie where tests do, or are called like one, may do much: a test that gets its functions from a helper doesn't. */
const STEPS_OF_HARDLY_TESTS = 100_000

/** Only its name or place says that it is a test, and neither does it import a framework nor is it given one's names. */
const isHardlyTest = (input: LinkFileInput): boolean =>
  input.scopes.every(({ isGuess, globals }) => isGuess && !globals) && !importsAny(input)

const importsAny = ({ facts, frameworks }: Pick<LinkFileInput, 'facts' | 'frameworks'>): boolean =>
  [...frameworks.values()].some(({ host }) => facts.imports.some((source) => host?.(source) !== undefined))

/** Whether the declaring functions came by import rather than as globals. */
const importsFramework = ({ facts, frameworks, scopes }: LinkFileInput): boolean => {
  const framework = frameworks.get(scopes[0]?.framework ?? '')
  return facts.body.some((statement) => statement.kind === 'import' && framework?.host?.(statement.source) !== undefined)
}
