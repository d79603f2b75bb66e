import type { ClassValue, Value } from '../../evaluation/value.ts'

/** Puts others in the place of some of a class's members, in order. `replace`: null keeps what is there. */
export const replaceMembers = (
  type: ClassValue,
  replace: (name: string, value: Value) => readonly (readonly [string, Value])[] | null,
): void => {
  const entries = [...type.members].flatMap(([name, value]) => replace(name, value) ?? [[name, value] as const])
  type.members.clear()
  for (const [name, value] of entries) type.members.set(name, value)
}
