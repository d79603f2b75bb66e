import type { Value } from './value.ts'

/** What a provider hangs on host values to find again. No two of them have the same `kind`. */
export interface HostData {
  readonly kind: string
}

const isHostData = (data: unknown): data is HostData => typeof data === 'object' && data !== null && 'kind' in data

/** The data of this kind that hangs on a value; undefined for all values but such. */
export const hostDataOf = <Data extends HostData>(value: Value, kind: Data['kind']): Data | undefined =>
  // What is of a kind is of the kind's type.
  typeof value === 'object' && value?.kind === 'host' && isHostData(value.data) && value.data.kind === kind
    ? (value.data as Data)
    : undefined
