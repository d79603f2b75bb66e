import { InvalidArgumentError } from 'commander'
import * as z from 'zod'

import { LISTED_STATES, type ListedState } from '../../../src/queue/list-jobs.ts'

const MOST_JOBS = 10_000

const jobId = z.guid()

/** PostgreSQL would say it in words of its own. */
export const jobIdArgument = (text: string): string => {
  const parsed = jobId.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError('A job has an id such as 1b4e28ba-2fa1-4d20-883f-0016d3cca427.')
  return parsed.data.toLowerCase()
}

export const limitArgument = (text: string): number => {
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > MOST_JOBS) throw new InvalidArgumentError(`It takes a number from 1 to ${MOST_JOBS}.`)
  return limit
}

/** Words separated by commas. */
export const statesArgument = (text: string): ListedState[] =>
  text.split(',').map((word) => {
    const state = LISTED_STATES.find((candidate) => candidate === word.trim())
    if (state === undefined) throw new InvalidArgumentError(`It takes ${LISTED_STATES.join(', ')}, separated by commas.`)
    return state
  })
