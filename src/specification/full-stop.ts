/** One full stop at the end of a word, in the scripts that have one: several are dots of something else. */
const FULL_STOP = /(?<=[^\s.。．।።])[.。．।።]$/u

/** The sentence of a behaviour stands in a list, and ends without a full stop, whoever has written it. */
export const withoutFullStop = (sentence: string): string => sentence.replace(FULL_STOP, '')
