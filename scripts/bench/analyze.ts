/**
 * Times `analyze` over a repository: cold, of an unchanged head, and of a head with ten changed test files:
 * `npm run bench -- analyze <repository> [--runs 5]`. Works on a copy of the repository and in a data folder of its own.
 */
import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { changeFiles } from './change-files.ts'
import { measureCommand, median } from './measure-command.ts'

const { values, positionals } = parseArgs({ options: { runs: { type: 'string', default: '5' } }, allowPositionals: true })
const [repository] = positionals
if (!repository) {
  process.stderr.write('usage: npm run bench -- analyze <repository> [--runs 5]\n')
  process.exit(2)
}

const BRANCH = 'bench'
const program = new URL('../../cmd/testimony/main.ts', import.meta.url).pathname
const scratch = await mkdtemp(join(tmpdir(), 'testimony-bench-'))
try {
  const copy = join(scratch, 'copy.git')
  const gitDirectory = execFileSync('git', ['-C', repository, 'rev-parse', '--absolute-git-dir'], { encoding: 'utf8' }).trim()
  // Copied rather than cloned: cloning stops at a repository that lacks an object, analysing doesn't.
  await cp(gitDirectory, copy, { recursive: true })
  execFileSync('git', [`--git-dir=${copy}`, 'config', 'core.bare', 'true'])
  execFileSync('git', [`--git-dir=${copy}`, 'branch', BRANCH, 'HEAD'])
  execFileSync('git', [`--git-dir=${copy}`, 'symbolic-ref', 'HEAD', `refs/heads/${BRANCH}`])
  const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: join(scratch, 'data') }
  delete env['DATABASE_URL']
  // Held open, so that starting PostgreSQL is no part of what is timed.
  await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
  const command = (...args: string[]): string[] => [process.execPath, program, ...args]
  const analyze = (...options: string[]) => measureCommand(command('analyze', ...options, copy), { env })
  const runs = Number(values.runs)

  await measureCommand(command('migrate'), { env })
  const starts: number[] = []
  for (let run = 0; run <= runs; run++) starts.push((await measureCommand(command('--version'), { env })).seconds)
  const start = median(starts.slice(1))
  const cold = await analyze('--format', 'json')
  const { files } = z.object({ files: z.array(z.object({ path: z.string() })) }).parse(JSON.parse(cold.output))
  process.stdout.write(
    `process start ${(1000 * start).toFixed(0)} ms\ncold ${cold.seconds.toFixed(2)} s for ${files.length} files with tests, peak memory ${cold.peakMemory?.toFixed(0)} MiB\n`,
  )

  const unchanged: number[] = []
  for (let run = 0; run < runs; run++) unchanged.push((await analyze()).seconds)
  process.stdout.write(`unchanged ${(1000 * (median(unchanged) - start)).toFixed(0)} ms beside process start\n`)

  const changed: number[] = []
  for (let run = 0; run < runs; run++) {
    const chosen = files.slice(run * 10, run * 10 + 10).map(({ path }) => path)
    changeFiles(copy, BRANCH, chosen, `// changed in run ${run}`)
    changed.push((await analyze()).seconds)
  }
  process.stdout.write(
    `ten files changed ${median(changed).toFixed(2)} s, ${((100 * median(changed)) / cold.seconds).toFixed(1)} % of cold\n`,
  )
  void database
} finally {
  await rm(scratch, { recursive: true, force: true })
}
