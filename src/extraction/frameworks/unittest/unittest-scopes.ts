/** The runs of `unittest` that a repository's scripts ask for; all files of its naming where nothing says who runs them. */
import type { Scope } from '../../framework.ts'
import { pythonRunner, type UnittestRun } from '../../languages/python/python-runner.ts'
import type { Project } from '../../project.ts'

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

const globOf = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.')}$`)

/** Discovery goes down through packages only. */
const isDiscovered = (path: string, { start, pattern }: UnittestRun, project: Project): boolean => {
  if (start !== '' && !path.startsWith(`${start}/`)) return false
  if (!globOf(pattern).test(path.slice(path.lastIndexOf('/') + 1))) return false
  for (let directory = parentOf(path); directory !== start; directory = parentOf(directory)) if (!project.has(`${directory}/__init__.py`)) return false
  return true
}

export const unittestScopes = (project: Project): Scope[] => {
  if (!project.paths.some((path) => path.endsWith('.py'))) return []
  const runner = pythonRunner(project)
  if (runner.kind === 'pytest') return []
  const isNamed = (path: string): boolean => /(?:^|\/)(?:test[^/]*|[^/]*_tests?)\.py$/.test(path) && !/(?:^|\/)(?:node_modules|site-packages|\.[^/]+)\//.test(path)
  // A call that finds nothing was read wrong: the naming rule is all there is then.
  const runs = runner.runs.filter((run) => project.paths.some((path) => path.endsWith('.py') && isDiscovered(path, run, project)))
  return [
    {
      framework: 'unittest',
      directory: '',
      includes: (path) => path.endsWith('.py') && (runs.length > 0 ? runs.some((run) => isDiscovered(path, run, project)) : isNamed(path)),
      globals: null,
      detectedBy: runner.kind === 'unittest' ? 'config' : 'name',
      key: JSON.stringify(runs),
    },
  ]
}
