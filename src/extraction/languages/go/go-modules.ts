/** The Go modules of a repository: where their packages are, and what of a directory the go tool passes over. */
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'

export interface GoModule {
  /** `''` is the top. */
  readonly directory: string
  /** As `module` in go.mod says; empty where a repository has no go.mod at all. */
  readonly path: string
  /** Directories that `ignore` in go.mod names: relative to the module with `./` in front, or at any depth. */
  readonly ignored: readonly string[]
}

const isPassedOver = (part: string): boolean => part === 'testdata' || part === 'vendor' || part.startsWith('_') || part.startsWith('.')

export const within = (directory: string, path: string): string | null => {
  if (directory === '') return path
  if (path === directory) return ''
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : null
}

/** Directives of go.mod, single or in parentheses, comments cut. */
const directivesOf = (text: string, name: string): string[] => {
  const values: string[] = []
  let isBlock = false
  for (const line of text.split(/\r?\n/)) {
    const words = line.replace(/\/\/.*$/, '').trim()
    if (isBlock && words === ')') isBlock = false
    else if (isBlock) values.push(words)
    else if (words.startsWith(name) && /^[\s(]/.test(words.slice(name.length))) {
      const rest = words.slice(name.length).trim()
      if (rest === '(') isBlock = true
      else values.push(rest)
    }
  }
  return values.filter((value) => value !== '').map((value) => value.replace(/^(["`])(.*)\1$/, '$2'))
}

/** Sorted by directory. A repository without any go.mod counts as one module whose path isn't known. */
export const modulesOf = perProject<void, readonly GoModule[]>((project) => {
  const modules = project.paths
    .filter((path) => path === 'go.mod' || path.endsWith('/go.mod'))
    .map((path) => path.slice(0, -'/go.mod'.length))
    .filter((directory) => !directory.split('/').some(isPassedOver))
    .map((directory): GoModule => {
      const text = project.text(directory === '' ? 'go.mod' : `${directory}/go.mod`) ?? ''
      const ignored = directivesOf(text, 'ignore').map((value) => value.replace(/\/+$/, ''))
      return { directory, path: directivesOf(text, 'module')[0] ?? '', ignored }
    })
  return modules.length > 0 ? modules : [{ directory: '', path: '', ignored: [] }]
})

/** Whether `go test ./...` of a module comes to a file, given the directories of modules inside it. */
export const isReached = (module: GoModule, nested: readonly string[], path: string): boolean => {
  const inside = within(module.directory, path)
  if (inside === null || nested.some((directory) => within(directory, path) !== null)) return false
  const parts = inside.split('/')
  const name = parts.pop() ?? ''
  if (parts.some(isPassedOver) || name.startsWith('_') || name.startsWith('.')) return false
  return !module.ignored.some((ignored) => {
    if (ignored.startsWith('./')) return within(ignored.slice(2), parts.join('/')) !== null
    return `/${parts.join('/')}/`.includes(`/${ignored}/`)
  })
}

/** The directory of a package of the repository; null for all others. */
export const directoryOfPackage = (source: string, project: Project): string | null => {
  let best: { directory: string; length: number } | null = null
  for (const { directory, path } of modulesOf(project)) {
    // The standard library's own module gives its packages no prefix.
    const rest = path === 'std' ? source : path === '' ? null : within(path, source)
    if (rest === null || (best && (best.length >= path.length || path === 'std'))) continue
    best = { directory: [directory, rest].filter((part) => part !== '').join('/'), length: path.length }
  }
  return best?.directory ?? null
}
