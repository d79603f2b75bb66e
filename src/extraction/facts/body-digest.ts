import { hash } from 'node:crypto'

/** What identifies a body across edits of its layout: the first 64 bits of the digest of its text with white space folded. */
export const bodyDigest = (text: string): string => hash('sha256', foldSpace(text), 'hex').slice(0, 16)

export const foldSpace = (text: string): string => text.trim().replace(/\s+/g, ' ')
