/** `when token expired` as a clause: `when token is expired`. */
import { looksPlural, verbReading } from '../words/inflect.ts'
import { CONJUNCTIONS, DETERMINERS, PREPOSITIONS } from './function-words.ts'
import { isAdverb } from './predicate.ts'

const WITHOUT_VERB =
  /(?<=\b(?:when|if|unless|while|once|until) (?:(?:the|an?|its|their) )?)(\p{Ll}{3,}) (?=(?:not )?(?:empty|invalid|valid|missing|wrong|full|absent|present|unavailable|available|unknown|undefined|null|nil|true|false|inactive|active|negative|positive|zero|expired|disabled|enabled|closed|locked|deleted|exceeded|aborted|cancell?ed)(?:$|,))/gu

/** Adds the verb that names leave out between a noun and the state that it is in. */
export const completeCondition = (text: string): string =>
  text.replaceAll(WITHOUT_VERB, (whole, noun: string) => {
    const isNoNoun = isAdverb(noun) || DETERMINERS.has(noun) || PREPOSITIONS.has(noun) || CONJUNCTIONS.has(noun)
    const reading = verbReading(noun)
    const isVerb =
      reading !== null && (reading.form === 'gerund' || reading.form === 'past' || (reading.form === 'third' && reading.trust === 'verb'))
    if (isNoNoun || isVerb || /^(?:not|are|was|were|has|have)$/.test(noun)) return whole
    return `${noun} ${looksPlural(noun) ? 'are' : 'is'} `
  })
