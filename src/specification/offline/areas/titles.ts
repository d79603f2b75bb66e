import { oneLine, shortened } from '../../one-line.ts'
import { capitalised } from '../words/capitals.ts'
import { isIdentifier, splitIdentifier } from '../words/split-identifier.ts'

/** Of a path that is nothing but characters that can't be shown. */
const UNNAMED = 'Unnamed'

/** After the name of a domain, of a feature that would else be called like it. */
export const IN_GENERAL = ' in general'

const LONGEST_TITLE = 120

/** The part of a path as a title: `body-limit` is `Body limit`, `client_ip` is `Client IP`. */
export const titleOfSegment = (segment: string): string => {
  const shown = shortened(oneLine(segment), LONGEST_TITLE)
  // `ginS`: a capital at the end belongs to the word.
  if (/^\p{Ll}+\p{Lu}$/u.test(shown)) return shown
  return capitalised(splitIdentifier(shown).join(' ') || shown) || UNNAMED
}

/** A suite's name as a title: as it is written, since it is words already or names code. */
export const titleOfTopic = (topic: string): string => (isIdentifier(topic) ? topic : capitalised(topic))
