import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { faultsOfServices } from './check-services.ts'
import { consumer, cron, SAMPLE_SERVICES, standing, steward } from './testing/sample-services.ts'

const processOf = (name: string) => ({ name, serves: ['press', 'clock', 'steward'].includes(name) })
const processes = [...SAMPLE_SERVICES.map(({ name }) => name), 'testimony'].map(processOf)

describe('the check of the list of services', () => {
  it('has nothing to say of one that is whole', () => assert.deepEqual(faultsOfServices(SAMPLE_SERVICES, processes), []))

  it('misses a process that is not listed', () => {
    assert.deepEqual(faultsOfServices(SAMPLE_SERVICES, [...processes, processOf('web')]), ['cmd/web is not in infra/services.ts'])
  })

  it('finds a service that is no process, and one listed twice', () => {
    const faults = faultsOfServices([...SAMPLE_SERVICES, { ...cron, name: 'ghost' }, cron], processes)
    assert.deepEqual(faults, ['ghost is in infra/services.ts, and there is no cmd/ghost', 'sweep is in infra/services.ts twice'])
  })

  it('finds values that the process does not know or would refuse', () => {
    const wrong = { ...consumer, values: { PRESS_CONCURENCY: '2', PRESS_CONCURRENCY: '99' } }
    assert.deepEqual(faultsOfServices([wrong], [processOf('press')]), [
      'press is given PRESS_CONCURENCY, which it has no setting for',
      'press is given PRESS_CONCURRENCY=99, which it refuses',
    ])
  })

  it('finds what replaces nothing that is there', () => {
    assert.deepEqual(
      faultsOfServices([{ ...steward, replaces: ['press', 'sweep'] }, consumer, cron], ['steward', 'press', 'sweep'].map(processOf)),
      ['steward replaces press, which is no program of a cron'],
    )
  })

  it('finds a program that would be killed before it can end', () => {
    assert.match(faultsOfServices([{ ...cron, timeLimit: 30 }], [processOf('sweep')]).join(), /raise its timeLimit/)
  })

  it('finds a process that is asked for a health it does not serve, and one that serves and is not asked', () => {
    const silent = { ...standing, name: 'mute' }
    assert.deepEqual(faultsOfServices([silent, cron], [processOf('mute'), { name: 'sweep', serves: true }]), [
      'mute has a port of health and does not serve it',
      'sweep serves its health and has no port for it',
    ])
  })
})
