import type { Command } from 'commander'

import { createPaint, describeTerminal } from '../../src/report/terminal.ts'
import { visibleText } from '../../src/report/visible-text.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { createScrubber } from '../../src/runtime/scrub.ts'
import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import type { CommandContext, RunWork } from './command-context.ts'
import { bad, type Check, type Finding } from './doctor/check.ts'

/** No check may keep the others waiting for longer. */
const PATIENCE = 20_000

const SYMBOLS = { good: '✓', warning: '!', bad: '✗' } as const
const STYLES = { good: 'green', warning: 'yellow', bad: 'red' } as const

const runCheck = async (check: Check, context: CommandContext): Promise<Finding[]> => {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(PATIENCE)])
  const overdue = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`gave no answer within ${PATIENCE / 1000} s`)), { once: true })
  })
  try {
    return await Promise.race([check.run({ environment: context.environment, signal }), overdue])
  } catch (error) {
    context.signal.throwIfAborted()
    return [bad(error instanceof Error ? error.message : String(error), 'see what --debug says of it, and report it')]
  }
}

const loadChecks = async (): Promise<Check[]> => {
  const [node, git, parsers, folders, configuration, database] = await Promise.all([
    import('./doctor/check-node.ts'),
    import('./doctor/check-git.ts'),
    import('./doctor/check-parsers.ts'),
    import('./doctor/check-folders.ts'),
    import('./doctor/check-configuration.ts'),
    import('./doctor/check-database.ts'),
  ])
  return [
    node.checkNode,
    git.checkGit,
    parsers.checkParsers,
    configuration.checkConfiguration,
    folders.checkDataFolder,
    folders.checkCache,
    database.checkDatabase,
  ]
}

function* diagnosis(results: readonly { check: Check; findings: Finding[] }[], context: CommandContext): Generator<string> {
  const paint = createPaint(describeTerminal(context.output, context.environment))
  // What is told may quote an address.
  const clean = (text: string): string => visibleText(createScrubber([])(text))
  const width = results.reduce((longest, { check }) => Math.max(longest, check.title.length), 0)
  for (const { check, findings } of results) {
    for (const [index, finding] of findings.entries()) {
      const title = (index === 0 ? check.title : '').padEnd(width)
      yield `${paint(STYLES[finding.status], SYMBOLS[finding.status])} ${title}  ${clean(finding.what)}\n`
      if (finding.status !== 'good') yield `  ${' '.repeat(width)}  ${paint('bold', `→ ${clean(finding.mend)}`)}\n`
    }
  }
}

const examine = async (context: CommandContext): Promise<number> => {
  const checks = await loadChecks()
  const results = await Promise.all(checks.map(async (check) => ({ check, findings: await runCheck(check, context) })))
  await writeToStream(context.output, diagnosis(results, context), context.signal)
  const faults = results.flatMap(({ findings }) => findings).filter((finding) => finding.status === 'bad')
  return faults.length === 0 ? EXIT_CODE.done : EXIT_CODE.usage
}

/** `testimony doctor`: what is wrong with this installation, and how to mend it. */
export const addDoctorCommand = (program: Command, run: RunWork): void => {
  program
    .command('doctor')
    .description('say what is wrong with this installation and how to mend it')
    .action(() => run(examine))
}
