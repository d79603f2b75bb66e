import { hash } from 'node:crypto'

/** What identifies a body across edits of its layout: the first 64 bits of the digest of its text with white space folded. */
export const bodyDigest = (text: string): string => hash('sha256', foldSpace(text), 'hex').slice(0, 16)

/** What is a space already is left alone: most white space is, and a replacement costs more than to look. */
const UNFOLDED = /[^\S ]\s*| \s+/g

export const foldSpace = (text: string): string => text.trim().replace(UNFOLDED, ' ')
