/** Absolute paths of files of the repository: where it is checked out no text says, what lies in it does. */

/** Stands for where the repository is checked out: a character that no path has. */
const PLACE = '\u{F8FF}'
const ENCODED_PLACE = encodeURIComponent(PLACE)

/** The absolute path of the repository's top. */
const ROOT = `/${PLACE}`

/** The absolute path by which programs know a file of the repository. */
export const absolutePath = (path: string): string => (path === '' ? ROOT : `${ROOT}/${path}`)

/** Whether a text holds the place of the repository, so that only a run tells how it reads. */
export const isPlaceDependent = (text: string): boolean => text.includes(PLACE) || text.includes(ENCODED_PLACE)

/** A text made by a URL's own rules, which write the place's character in another way. */
export const withPlainPlace = (url: string): string => url.replaceAll(ENCODED_PLACE, PLACE)

/** The repository's own path of an absolute one; undefined for what lies elsewhere. */
export const pathInPlace = (path: string): string | undefined => {
  if (path === ROOT) return ''
  return path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : undefined
}
