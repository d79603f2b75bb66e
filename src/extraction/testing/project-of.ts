import type { FileFacts } from '../facts/program.ts'
import { languageOf } from '../languages.ts'
import { createProject } from '../link/create-project.ts'
import { lowerFile } from '../lower-file.ts'
import type { Project } from '../project.ts'

/** A project of files given as texts. */
export const projectOf = (texts: Record<string, string>): Project => {
  const paths = Object.keys(texts).toSorted()
  const facts = new Map(
    paths.flatMap((path): [string, FileFacts][] => {
      const language = languageOf(path)
      return language === null ? [] : [[path, lowerFile(texts[path] ?? '', language)]]
    }),
  )
  return createProject({ paths, texts: new Map(Object.entries(texts)), facts }).project
}
