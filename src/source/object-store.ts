import type { ObjectView } from './object-view.ts'

/** Where a snapshot's objects are, and, for a remote one, how those that are not there are had. */
export interface ObjectStore extends AsyncDisposable {
  /** Another one after a renewal; the one before can be read until the store is closed. */
  readonly view: ObjectView
  /** Brings these objects in one request; those that can't be had stay missing. */
  obtain?(ids: readonly string[], signal: AbortSignal): Promise<void>
  /** Fetches the commit anew, since this view's objects are broken; done already where another reader has found that too. */
  renew?(broken: ObjectView, signal: AbortSignal): Promise<void>
}
