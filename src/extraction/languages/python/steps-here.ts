/** Steps of a workflow that work in the repository, rather than in another that the workflow has checked out beside it. */
import type { Project } from '../../project.ts'

/** An item of a list, with all that is further in. */
const ITEM = /^( *)- .*(?:\n(?:\1 +\S.*| *(?=\n|$)))*/gm
const DIRECTORY = /^ *(?:- )?working-directory: *["']?(?:\.\/)?([\w.-][\w./-]*?)\/?["']? *$/m

/** A workflow's text without the steps whose `working-directory` is none of the repository's. */
export const stepsHere = (text: string, { paths }: Project): string =>
  text.includes('working-directory')
    ? text.replace(ITEM, (item) => {
        const [, directory] = DIRECTORY.exec(item) ?? []
        return directory === undefined || directory === '.' || paths.some((path) => path.startsWith(`${directory}/`)) ? item : ''
      })
    : text
