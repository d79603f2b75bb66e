/** An argument that tells a supervisor from any other program. */
export const SUPERVISOR_MARK = '--supervise-embedded-postgresql'
