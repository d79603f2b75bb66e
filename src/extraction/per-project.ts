/** What is made of a project once, and not again for each who asks. */
import type { Project } from './project.ts'

interface Remembered<Result> {
  result: Result
  /** The round of reading in which it was made while some text was missing; null where none was. */
  missedIn: number | null
}

/**
 * A function of a project, remembered by project and key. What was made while a text was missing is made again once more
 * is read, and who builds on it misses the same.
 */
export const perProject = <Key, Result>(make: (project: Project, key: Key) => Result): ((project: Project, key: Key) => Result) => {
  const projects = new WeakMap<Project, Map<Key, Remembered<Result>>>()
  return (project, key) => {
    const { reading } = project
    const results = projects.get(project) ?? new Map<Key, Remembered<Result>>()
    projects.set(project, results)
    const known = results.get(key)
    if (known?.missedIn === null) return known.result
    if (known?.missedIn === reading.round) {
      reading.misses++
      return known.result
    }
    const before = reading.misses
    const result = make(project, key)
    results.set(key, { result, missedIn: reading.misses > before ? reading.round : null })
    return result
  }
}
