import type { Terminal } from '../terminal.ts'
import { htmlSpecification } from './html-specification.ts'
import { jsonSpecification } from './json-specification.ts'
import { markdownSpecification } from './markdown-specification.ts'
import type { SpecificationDocument } from './specification-document.ts'
import type { SpecificationFormat } from './specification-format.ts'
import { textSpecification } from './text-specification.ts'

/** A specification in a format, in pieces that can be written as they come. The terminal is where text is shown. */
export const reportSpecification = (document: SpecificationDocument, format: SpecificationFormat, terminal: Terminal): Iterable<string> => {
  switch (format) {
    case 'markdown':
      return markdownSpecification(document)
    case 'html':
      return htmlSpecification(document)
    case 'json':
      return jsonSpecification(document.specification)
    case 'text':
      return textSpecification(document, terminal)
  }
}
