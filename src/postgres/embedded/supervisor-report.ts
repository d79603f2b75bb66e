import type { DatabaseErrorCode, ToldFault } from '../database-error.ts'

/** What a supervisor tells the command that started it, as one line of JSON. */
export type SupervisorReport = { status: 'ready' } | { status: 'failed'; code: DatabaseErrorCode; told: ToldFault }
