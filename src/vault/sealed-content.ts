import * as z from 'zod'

import type { TokenScope } from './token-scope.ts'

/**
 * What is inside a seal. The scope is in it, so that whoever may write rows but not open them can't move a token to a
 * host of their own, for an analyzer to send it there.
 */
const sealedContent = z.strictObject({ version: z.literal(1), origin: z.string(), path: z.string(), token: z.string().min(1) })

export const encodeSealedContent = ({ origin, path }: TokenScope, token: string): Uint8Array =>
  Buffer.from(JSON.stringify({ version: 1, origin, path, token } satisfies z.input<typeof sealedContent>))

/** The token, or undefined where this is not what was sealed for this scope. */
export const decodeSealedContent = ({ origin, path }: TokenScope, content: Uint8Array): string | undefined => {
  const found = sealedContent.safeParse(parseJson(Buffer.from(content).toString()))
  return found.success && found.data.origin === origin && found.data.path === path ? found.data.token : undefined
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
