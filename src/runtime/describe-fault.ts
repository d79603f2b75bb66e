/** What became of some work, as it is stored with it and shown to whoever asks. `code`: stable, `unexpected` where the fault has none. */
export interface DescribedFault {
  code: string
  message: string
}

/** The code by which a fault is told from others, of ours, of Node and of PostgreSQL alike. */
export const codeOfFault = (fault: unknown): string | undefined =>
  fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined

/** Anything can be thrown. */
export const describeFault = (fault: unknown): DescribedFault => ({
  code: codeOfFault(fault) ?? 'unexpected',
  message: fault instanceof Error ? fault.message : String(fault),
})
