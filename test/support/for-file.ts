import { after, before } from 'node:test'

/**
 * Opens something for all tests of a file, and disposes of it after the last. With two hooks of its own a file would hang
 * or fail where a pattern of names leaves none of its tests: Node runs the hooks side by side then.
 */
export const openForFile = <Opened extends AsyncDisposable>(open: () => Promise<Opened>, use: (opened: Opened) => unknown): void => {
  let opening: Promise<Opened> | undefined
  let using: Promise<unknown> | undefined
  before(async () => {
    opening = open()
    using = opening.then(use)
    await using
  })
  after(async () => {
    // Whoever ran `before` is told of its fault.
    await using?.catch(() => {})
    await (await opening)?.[Symbol.asyncDispose]()
  })
}
