import { after, before } from 'node:test'

/**
 * Makes what all tests of a file share, and disposes of it after the last. With two hooks of its own a file would hang or
 * fail where a pattern of names leaves none of its tests: Node runs the hooks side by side then.
 */
export const setUpFile = (setUp: (opened: AsyncDisposableStack) => Promise<unknown>): void => {
  const opened = new AsyncDisposableStack()
  let settingUp: Promise<unknown> | undefined
  before(async () => {
    settingUp = setUp(opened)
    await settingUp
  })
  after(async () => {
    // Whoever ran `before` is told of its fault.
    await settingUp?.catch(() => {})
    await opened.disposeAsync()
  })
}

/** The same of one thing. */
export const openForFile = <Opened extends AsyncDisposable>(open: () => Promise<Opened>, use: (opened: Opened) => unknown): void =>
  setUpFile(async (stack) => {
    await use(stack.use(await open()))
  })
