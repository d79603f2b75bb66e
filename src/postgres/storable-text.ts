const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/**
 * Text as PostgreSQL takes it: NUL, which it refuses, and lone surrogates, which are no characters, are shown as JSON
 * writes them. What must come back exactly as it was is stored as JSON, whose text never holds either.
 */
export const storableText = (text: string): string => text.replace(UNSTORABLE, escaped)
