/** Texts of files that aren't UTF-8: signs that no such file can hold stand in them for the bytes that are none. */

const REPLACED = /\ufffd/g

/** What a decoder made of such a file, marked as that. */
export const damaged = (text: string): string => text.replaceAll(REPLACED, '\udfff')

/** Whether something stands in it for bytes that are no UTF-8. */
export const isDamaged = (text: string): boolean => !text.isWellFormed()

/** As a program reads it that has all that is invalid replaced. */
export const asReplaced = (text: string): string => text.toWellFormed()
