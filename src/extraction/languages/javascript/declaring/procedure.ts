import { host, type HostValue, type Invocation } from '../../../evaluation/value.ts'

/** A function of a library that gives nothing back: one that declares tests, or the body of what it declares. */
export const procedure = (name: string, run: (invocation: Invocation) => void): HostValue =>
  host(name, {
    call: (invocation) => {
      run(invocation)
      return undefined
    },
  })
