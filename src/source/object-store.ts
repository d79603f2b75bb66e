import type { ObjectView } from './object-view.ts'

/** Where a snapshot's objects are, and, for a remote one, how those that are not there are had. */
export interface ObjectStore extends AsyncDisposable {
  readonly view: ObjectView
  /** Brings these objects in one request; those that can't be had stay missing. */
  obtain?(ids: readonly string[], signal: AbortSignal): Promise<void>
  /** Throws broken objects away and fetches the commit anew; `view` is another one afterwards. */
  renew?(signal: AbortSignal): Promise<void>
}
