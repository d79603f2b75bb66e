/**
 * Texts of any code points, halves of surrogate pairs too: what fast-check's own unit of that range gives, without its table
 * of a million entries, which takes a second and 100 MB to make.
 */
import fc from 'fast-check'

export const anyText = fc.string({ unit: fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code)) })
