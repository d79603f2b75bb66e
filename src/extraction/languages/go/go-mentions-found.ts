/** What an expression was found to mention. */
import { type Part, Reads } from './go-reads.ts'

const NONE: ReadonlySet<string> = new Set()

export class Mentions {
  /** How much is read of which names. */
  readonly reads = new Reads()
  declares = false
  /** A package outside of the repository is given a test and may make something of it by which tests are declared. */
  wraps = false
  private carriedNames: Set<string> | null = null
  private addressedNames: Set<string> | null = null

  get names(): Iterable<string> {
    return this.reads.names
  }

  /** Names that stand as arguments or elements, by which a test gets into what is made of them. */
  get carried(): ReadonlySet<string> {
    return this.carriedNames ?? NONE
  }

  /** Names whose addresses are given to calls, which may change them. */
  get addressed(): ReadonlySet<string> {
    return this.addressedNames ?? NONE
  }

  /** Reads all of a name. */
  whole(name: string, carries: boolean): void {
    this.reads.whole(name)
    if (carries) this.carry(name)
  }

  field(part: Pick<Part, 'name' | 'of'>, field: string, carries: boolean): void {
    this.reads.field(part, field)
    if (carries) this.carry(part.name)
  }

  /** Mentions a name of which nothing is read here. */
  mention(name: string, carries: boolean): void {
    this.reads.mention(name)
    if (carries) this.carry(name)
  }

  carry(name: string): void {
    this.carriedNames ??= new Set()
    this.carriedNames.add(name)
  }

  address(name: string): void {
    this.addressedNames ??= new Set()
    this.addressedNames.add(name)
  }
}
