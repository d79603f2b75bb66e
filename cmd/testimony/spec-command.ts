import { InvalidArgumentError, Option, type Command } from 'commander'

import { COMPARISON_FORMATS } from '../../src/report/specification-diff/comparison-format.ts'
import { SPECIFICATION_FORMATS } from '../../src/report/specification/specification-format.ts'
import type { WriterChoice } from '../../src/specification/writer-choice.ts'
import type { RunWork } from './command-context.ts'
import { addSourceOptions } from './source-options.ts'
import type { CompareArguments } from './spec/compare-versions.ts'
import type { SpecArguments } from './spec/specify-target.ts'

const OUTPUT = 'write it to a file, which appears whole or not at all'
const LANGUAGE = 'the language of the document, like ko or pt-BR'

const WRITERS: readonly WriterChoice[] = ['offline', 'model']

/** An id of the database is a number that fits into 64 bits. */
const idArgument = (text: string): string => {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError('It takes the number of an analysis.')
  return text
}

const versionArgument = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A version of a specification is a number from 1.')
  return Number(text)
}

const addDiffCommand = (spec: Command, run: RunWork): void => {
  spec
    .command('diff')
    .description('say which behaviours were gained, lost, reworded and changed in state between two specifications')
    .argument('<path|url>', 'what was specified')
    .argument('[base]', 'the version that is compared with; the one before by the same writer where absent', versionArgument)
    .argument('[head]', 'the version that is looked at; the newest where absent', versionArgument)
    .addOption(new Option('-f, --format <format>', 'how the difference is written').choices(COMPARISON_FORMATS).default('text'))
    .option('-o, --output <file>', OUTPUT)
    .option('--language <tag>', LANGUAGE, 'en')
    .action((target: string, base: number | undefined, head: number | undefined, given: CompareArguments) =>
      run(async (context) => (await import('./spec/compare-versions.ts')).compareVersions(target, { base, head }, given, context)),
    )
}

/** `testimony spec`: what the tests of a repository say that it does. */
export const addSpecCommand = (program: Command, run: RunWork): void => {
  const spec = program
    .command('spec')
    .description('say what the software does, by its tests: sentences, each with the tests that vouch for it')
    // What is behind `diff` is that command's.
    .enablePositionalOptions()
    .argument('[path|url]', 'a folder, a repository or an https URL; the current folder where absent. It is analysed first where need be')
    .addOption(new Option('--analysis <id>', 'of this stored analysis, instead of a path or URL').argParser(idArgument))
    .addOption(new Option('--no-analyze', 'of the newest stored analysis, whatever has changed since').conflicts('ref'))
    .addOption(new Option('-f, --format <format>', 'how the specification is written').choices(SPECIFICATION_FORMATS).default('markdown'))
    .option('-o, --output <file>', OUTPUT)
    .addOption(
      new Option(
        '--writer <writer>',
        'who writes: rules, or a model (default: model where --model names one, else what SPEC_WRITER says, else offline)',
      ).choices(WRITERS),
    )
    .option('--model <provider:model>', 'which model writes (default: SPEC_MODEL)')
    .option('--language <tag>', LANGUAGE, 'en')
    .option('--again', 'ask the model again for what it had no words for, where it is specified already')
    .option('--estimate', 'only say what writing it would take')
    .option('--watch', 'tell how far it is as lines, for logs; a terminal shows it anyway')
  addSourceOptions(spec).action((target: string | undefined, given: SpecArguments) =>
    run(async (context) => (await import('./spec/specify-target.ts')).specifyTarget(target, given, context)),
  )
  addDiffCommand(spec, run)
}
