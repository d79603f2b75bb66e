/** What a check found: how it is and, where it isn't good, how to mend it. */
export type Finding =
  | { status: 'good'; what: string }
  /** It works, but something will be missing or come up. */
  | { status: 'warning' | 'bad'; what: string; mend: string }

export interface CheckContext {
  environment: NodeJS.ProcessEnv
  signal: AbortSignal
}

export interface Check {
  title: string
  run: (context: CheckContext) => Promise<Finding[]>
}

export const good = (what: string): Finding => ({ status: 'good', what })
export const warning = (what: string, mend: string): Finding => ({ status: 'warning', what, mend })
export const bad = (what: string, mend: string): Finding => ({ status: 'bad', what, mend })
