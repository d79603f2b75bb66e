/** What a parser is given and answers, whether it is a thread or a process. */
import type { Language } from './facts/program.ts'

export interface FileToParse {
  bytes: Uint8Array
  language: Language
}

export interface ParseFailure {
  error: string
  /** Stable, for the diagnostics; `parse-failed` where absent. */
  code?: 'parse-failed' | 'too-deep'
}

export type ParseResult = { facts: Uint8Array } | ParseFailure

export interface Job {
  readonly files: readonly FileToParse[]
  /** To be parsed before what isn't. */
  readonly urgent: boolean
  resolve(results: ParseResult[]): void
  /** What to answer when the parser ends before it has answered. */
  fail(failure: ParseFailure): void
}

export interface Parser {
  /** How many jobs it has, the one that it works at and those that it goes on with by itself. */
  readonly jobs: number
  hasRoomFor(job: Job): boolean
  /** Starts what parses, if it isn't there yet. */
  warmUp(): void
  /** Only where it has room for it. */
  run(job: Job): void
  stop(): Promise<void>
}
