/** Which values are alike: the same one, or data that is written the same. */
import type { Value } from './value.ts'

/** So much of one value is compared; what is beyond is alike only where it is the same value. */
const MOST_PARTS = 200

/** Gives alike values the same text. What does something, or isn't fully known, is like nothing but itself. */
export class ValueKeys {
  private readonly identities = new Map<Value, number>()

  of(value: Value): string {
    let parts = 0
    const write = (one: Value): string => {
      if (typeof one === 'string') return JSON.stringify(one)
      if (typeof one !== 'object' || one === null) return `${typeof one} ${String(one)}`
      if (one.kind === 'typed') return `${one.type} ${JSON.stringify(one.value)}`
      if (++parts > MOST_PARTS) return this.identity(one)
      if (one.kind === 'list' && !one.open && one.generator === undefined && !one.named)
        return `${one.type} [${one.items.map(write).join()}]`
      if (one.kind !== 'object' || one.open || one.hidden) return this.identity(one)
      const entries = [...one.entries].map(([key, entry]) => `${write(key)}: ${write(entry)}`)
      return `${one.type ?? ''} ${one.prototype === undefined ? '' : this.identity(one.prototype)} {${entries.join()}}`
    }
    return write(value)
  }

  private identity(value: Value): string {
    const number = this.identities.get(value) ?? this.identities.size
    this.identities.set(value, number)
    return `#${number}`
  }
}
