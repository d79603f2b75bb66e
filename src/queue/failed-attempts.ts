import type { JobStanding } from './job-standing.ts'

type OpenStanding = Extract<JobStanding, { kind: 'waiting' | 'running' }>

const whenOf = (standing: OpenStanding): string => {
  if (standing.kind === 'running') return 'the next one runs'
  const seconds = Math.round(standing.startsIn)
  return seconds < 1 ? 'the next one follows at once' : `the next one follows in ${seconds} s`
}

/** For whoever waits for a job: of each attempt that failed, once, a line that says why and when the next one is. */
export const createFailedAttempts = (say: (line: string) => void): ((standing: OpenStanding) => void) => {
  let told = 0
  return (standing) => {
    const { attempts, lastError } = standing
    if (attempts <= told || lastError === null) return
    told = attempts
    say(`attempt ${attempts} failed, ${whenOf(standing)}: ${lastError.message}`)
  }
}
