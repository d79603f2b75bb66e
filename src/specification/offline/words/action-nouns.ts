/** Nouns of what is done with what stands before them (`date parsing`), each with its verb in the third person. */
import { looksPlural, verbReading, thirdPersonOf } from './inflect.ts'
import { splitIdentifier } from './split-identifier.ts'

const VERB_OF: Readonly<Record<string, string>> = {
  activation: 'activate',
  cancellation: 'cancel',
  compilation: 'compile',
  compression: 'compress',
  conversion: 'convert',
  creation: 'create',
  decompression: 'decompress',
  decryption: 'decrypt',
  deduplication: 'deduplicate',
  deletion: 'delete',
  deserialization: 'deserialize',
  detection: 'detect',
  encryption: 'encrypt',
  evaluation: 'evaluate',
  execution: 'execute',
  expansion: 'expand',
  extraction: 'extract',
  generation: 'generate',
  initialization: 'initialize',
  insertion: 'insert',
  interpolation: 'interpolate',
  invalidation: 'invalidate',
  manipulation: 'manipulate',
  minification: 'minify',
  normalization: 'normalize',
  propagation: 'propagate',
  registration: 'register',
  removal: 'remove',
  replacement: 'replace',
  resolution: 'resolve',
  retrieval: 'retrieve',
  sanitization: 'sanitize',
  serialization: 'serialize',
  substitution: 'substitute',
  tokenization: 'tokenize',
  transformation: 'transform',
  validation: 'validate',
  verification: 'verify',
}
const GERUNDS = new Set(
  `handling parsing rendering escaping caching copying decoding formatting merging loading filtering sorting trimming stripping splitting
  joining flattening wrapping unwrapping resolving serializing deserializing validating creating deleting removing updating`.split(/\s+/),
)
/** Tell how or of what kind, and so are nothing that something is done with. */
const NO_OBJECTS =
  /(?:ic|al|ed|ive|able|ible|ous|ly|less|ful)$|^(?:async|sync|deep|shallow|custom|simple|basic|fast|slow|lazy|eager|strict|loose|partial|self|auto|default|invalid|valid|bad|good|empty|multiple|single|double|parallel|safe|unsafe|raw|pre|post|no|not|without|with|more|other|new|old|same|different|extra|early|late|fail|failed|failing|error-free|full|bulk|batch|when|if|and|or|vs|the|a|an)$/

const UNCOUNTABLE =
  /^(?:data|metadata|content|text|input|output|middleware|state|whitespace|space|case|markup|syntax|code|css|json|xml|html|yaml|toml|sql|unicode|utf|base64|memory|access|information|source|context|config|configuration|time|i18n|everything|itself|self|stdin|stdout|stderr)$/i

const pluralOf = (noun: string): string => {
  if (looksPlural(noun) || UNCOUNTABLE.test(noun) || !/^(?:[a-z]+|ID|URL|URI|API|UUID)$/.test(noun) || noun.length < 2) return noun
  return /^[A-Z]+$/.test(noun) ? `${noun}s` : thirdPersonOf(noun)
}

/** `date parsing with an offset` as `parses dates with an offset`, or null. */
export const sayActionNoun = (topic: string): string | null => {
  const words = topic.split(' ')
  const at = words.findIndex((word) => Object.hasOwn(VERB_OF, word) || GERUNDS.has(word))
  const noun = words[at]
  const object = words.slice(0, at)
  if (noun === undefined || at < 1 || at > 3 || object.some((word) => /[^\p{L}\p{N}-]/u.test(word))) return null
  const next = words[at + 1]
  if (next !== undefined && !/^(?:with|without|in|from|to|for|by|on|after|before|when|if|at|via|using)$/.test(next)) return null
  const [last = ''] = object.slice(-1)
  if (NO_OBJECTS.test(object[0] ?? '') || NO_OBJECTS.test(last) || object.some((word) => verbReading(word)?.form === 'gerund')) return null
  const verb = VERB_OF[noun] ?? verbReading(noun)?.base
  if (verb === undefined || splitIdentifier(last).length !== 1) return null
  return [thirdPersonOf(verb), ...object.slice(0, -1), pluralOf(last), ...words.slice(at + 1)].join(' ')
}
