import { InvalidArgumentError } from 'commander'

import { LISTED_STATES, type ListedState } from '../../../src/queue/listed-states.ts'

const MOST_JOBS = 10_000

const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** PostgreSQL would say it in words of its own. */
export const jobIdArgument = (text: string): string => {
  if (!JOB_ID.test(text)) throw new InvalidArgumentError('A job has an id such as 1b4e28ba-2fa1-4d20-883f-0016d3cca427.')
  return text.toLowerCase()
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
