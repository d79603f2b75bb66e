import { createHash } from 'node:crypto'

import type { ObjectFormat } from './object-view.ts'

/** The id that git gives this content. */
export const blobIdOf = (bytes: Uint8Array, format: ObjectFormat): string =>
  createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
