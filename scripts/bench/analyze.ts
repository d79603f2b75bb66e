/**
 * Times `analyze` over a repository: cold, of an unchanged head, and of a head with ten changed test files, in turn, each
 * turn with an empty store: `npm run bench -- analyze <repository> [--runs 5]`. The program is as the package has it; it
 * works on a copy of the repository.
 */
import { execFileSync } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { changeFiles } from './change-files.ts'
import { installProgram } from './install-program.ts'
import { measureCommand, median } from './measure-command.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const { values, positionals } = parseArgs({ options: { runs: { type: 'string', default: '5' } }, allowPositionals: true })
const [repository] = positionals
if (!repository) {
  process.stderr.write('usage: npm run bench -- analyze <repository> [--runs 5]\n')
  process.exit(2)
}

const BRANCH = 'bench'
const scratch = await makeScratchFolder()
try {
  const program = await installProgram(scratch)
  const copy = join(scratch, 'copy.git')
  const gitDirectory = execFileSync('git', ['-C', repository, 'rev-parse', '--absolute-git-dir'], { encoding: 'utf8' }).trim()
  // Copied rather than cloned: cloning stops at a repository that lacks an object, analysing doesn't.
  await cp(gitDirectory, copy, { recursive: true })
  execFileSync('git', [`--git-dir=${copy}`, 'config', 'core.bare', 'true'])
  execFileSync('git', [`--git-dir=${copy}`, 'branch', BRANCH, 'HEAD'])
  execFileSync('git', [`--git-dir=${copy}`, 'symbolic-ref', 'HEAD', `refs/heads/${BRANCH}`])
  const command = (...args: string[]): string[] => [process.execPath, program, ...args]
  const starts: number[] = []
  for (let run = 0; run <= Number(values.runs); run++) starts.push((await measureCommand(command('--version'))).seconds)
  const start = median(starts.slice(1))
  process.stdout.write(`process start ${(1000 * start).toFixed(0)} ms\n`)

  const starting: number[] = []
  const unchanged: number[] = []
  const ratios: number[] = []
  let peak = 0
  for (let run = 0; run < Number(values.runs); run++) {
    const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: join(scratch, `data-${run}`) }
    delete env['DATABASE_URL']
    const began = performance.now()
    // Held open, so that making and starting PostgreSQL is no part of what is timed below.
    await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
    void database
    starting.push((performance.now() - began) / 1000)
    const analyze = (...options: string[]) => measureCommand(command('analyze', ...options, copy), { env })
    await measureCommand(command('migrate'), { env })
    const cold = await analyze()
    peak = Math.max(peak, cold.peakMemory ?? 0)
    const { files } = z
      .object({ files: z.array(z.object({ path: z.string() })) })
      .parse(JSON.parse((await analyze('--format', 'json')).output))
    const same = await analyze()
    changeFiles(
      copy,
      BRANCH,
      files.slice(run * 10, run * 10 + 10).map(({ path }) => path),
      `// changed in run ${run}`,
    )
    const changed = await analyze()
    unchanged.push(same.seconds - start)
    ratios.push(changed.seconds / cold.seconds)
    process.stdout.write(
      `run ${run + 1}: cold ${cold.seconds.toFixed(2)} s for ${files.length} files with tests; unchanged ${(1000 * (same.seconds - start)).toFixed(0)} ms beside process start; ten files changed ${changed.seconds.toFixed(2)} s, ${((100 * changed.seconds) / cold.seconds).toFixed(1)} % of cold\n`,
    )
  }
  process.stdout.write(
    `median: PostgreSQL made and started in ${median(starting).toFixed(2)} s; unchanged ${(1000 * median(unchanged)).toFixed(0)} ms beside process start; ten files changed ${(100 * median(ratios)).toFixed(1)} % of cold; peak memory ${peak.toFixed(0)} MiB\n`,
  )
} finally {
  await removeScratchFolder(scratch)
}
