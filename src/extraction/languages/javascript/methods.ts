/** Methods of the language's own values: functions that are called on what they are read from, or on what they are given (`call`). */
import { host, type HostValue, type Invocation, type Value } from '../../evaluation/value.ts'

const METHOD = Symbol('a method of the language')

/** A method as it is read from a value; `compute` knows that value. */
export const method = (name: string, compute: (invocation: Invocation) => Value): HostValue => host(name, { call: compute, data: METHOD })

/** Whether it belongs to the value that it was read from, so that calling it on another one means that one's. */
export const isMethod = (value: HostValue): boolean => value.data === METHOD
