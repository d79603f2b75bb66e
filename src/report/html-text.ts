import { visibleText } from './visible-text.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text of others, fit for the content of an element and for an attribute in quotes. */
export const htmlText = (text: string): string => visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** A name that is code. Isolated, so that one written from right to left turns nothing around it. */
export const htmlCode = (text: string): string => `<code><bdi>${htmlText(text)}</bdi></code>`
