/** Of texts of others, what must not reach a terminal, a page or a document as it is. */

/**
 * C0 and C1 controls (escape sequences, line breaks), bidirectional controls that show text in another order than it has,
 * separators and characters without a width that hide text, tag characters and lone surrogates. The joiners U+200C and
 * U+200D stay: scripts and emoji need them.
 */
export const DECEPTIVE =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/** What a terminal obeys, to be taken out as a whole where white space is folded already. */
export const TERMINAL_SEQUENCE = /\p{Cc}\[[0-9;?]{0,30}[ -/]{0,5}[@-~]?/gu
