/**
 * Writes what a framework's own runner lists, as a truth for `npm run accuracy`:
 * `list-tests.ts <framework> <project folder> --output <file> [--repository owner/name] [--git-directory <folder>] [--version <text>]
 * [--scope <glob>] -- [runner arguments]`
 */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { findRunnerVersion } from './runner-version.ts'
import { frameworkNamed, listWithRunner } from './runners.ts'

const { values, positionals } = parseArgs({
  options: {
    output: { type: 'string' },
    repository: { type: 'string' },
    'git-directory': { type: 'string' },
    // The runner's, where it isn't the one that the project has or the path finds: `--version 'pytest df87db7b0'`.
    version: { type: 'string' },
    // Where the runner looked, where that is less than the whole repository: `--scope 'tests/lib/**'`.
    scope: { type: 'string', multiple: true },
  },
  allowPositionals: true,
})
const [framework, project, ...parameters] = positionals
if (!framework || !project || !values.output) {
  process.stderr.write(
    'usage: list-tests.ts <framework> <project folder> --output <file> [--repository owner/name] [--git-directory <folder>] [--version <text>] [--scope <glob>] -- [runner arguments]\n',
  )
  process.exit(2)
}
const folder = resolve(project)
const git = async (...parts: string[]): Promise<string> => (await promisify(execFile)('git', ['-C', folder, ...parts])).stdout.trim()
const root = await git('rev-parse', '--show-toplevel')
const abort = new AbortController()
process.once('SIGINT', () => abort.abort())
const { tests, failed } = await listWithRunner(framework, { folder, arguments: parameters, signal: abort.signal }, root)
const inside = relative(root, folder)
const scope = values.scope ?? (inside ? [`${inside}/**`] : undefined)
const truth = {
  repository: values.repository ?? root,
  url: values.repository ? `https://github.com/${values.repository}` : '',
  commit: await git('rev-parse', 'HEAD'),
  framework,
  command: `list-tests.ts ${framework} ${inside || '.'}${parameters.length > 0 ? ` -- ${parameters.join(' ')}` : ''}`,
  runnerVersion: values.version ?? (await findRunnerVersion(frameworkNamed(framework), folder)),
  gitDirectory: values['git-directory'] ?? (await git('rev-parse', '--absolute-git-dir')),
  ...(scope && { scope }),
  failed,
  tests,
}
await mkdir(dirname(resolve(values.output)), { recursive: true })
await writeFile(values.output, `${JSON.stringify(truth, null, 1)}\n`)
process.stderr.write(
  `${values.output}: ${tests.length} tests in ${new Set(tests.map(({ path }) => path)).size} files, ${failed.length} files failed to load\n`,
)
