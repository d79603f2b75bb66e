import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SERVICES } from '../../infra/services.ts'
import { dockerfileOf } from './dockerfile.ts'
import { railwayOf } from './railway-json.ts'
import { railwaySchema } from './testing/railway-schema.ts'
import { consumer, cron, handTool, oneOff, SAMPLE_SERVICES, standing } from './testing/sample-services.ts'

describe('a railway.json', () => {
  for (const service of [...SAMPLE_SERVICES, ...SERVICES]) {
    const railway = railwayOf(service)
    if (railway !== null) it(`of ${service.name} is what Railway documents`, () => assert.deepEqual(railwaySchema.parse(railway), railway))
  }

  const deployOf = (service: typeof consumer | typeof standing | typeof cron) => railwaySchema.parse(railwayOf(service)).deploy

  it('starts consumers again after a fault, and migrates before it deploys them', () => {
    const { restartPolicyType, preDeployCommand, cronSchedule } = deployOf(consumer)
    assert.deepEqual(
      { restartPolicyType, preDeployCommand, cronSchedule },
      { restartPolicyType: 'ON_FAILURE', preDeployCommand: ['node migrate/main.js'], cronSchedule: undefined },
    )
  })

  it('runs programs that end by their schedule and never starts them again', () => {
    const { restartPolicyType, cronSchedule, healthcheckPath } = deployOf(cron)
    assert.deepEqual(
      { restartPolicyType, cronSchedule, healthcheckPath },
      { restartPolicyType: 'NEVER', cronSchedule: '0 3 * * *', healthcheckPath: undefined },
    )
  })

  it('starts node itself, which hears SIGTERM, and gives it longer to end than it takes', () => {
    assert.deepEqual(
      [consumer, standing, cron].map((service) => deployOf(service).startCommand),
      ['node main.js', 'node main.js', 'node main.js'],
    )
    assert.deepEqual(
      [consumer, cron].map((service) => deployOf(service).drainingSeconds),
      [130, 40],
    )
  })

  it('deploys anew when a file changes that its image is built by', () => {
    const { watchPatterns } = railwaySchema.parse(railwayOf(consumer)).build
    const copied = /^COPY (.*) \.\/$/m.exec(dockerfileOf(consumer))?.[1]?.split(' ') ?? []
    assert.ok(copied.includes('package.json'))
    for (const file of [...copied, '.dockerignore', 'tsconfig.json']) assert.ok(watchPatterns?.includes(`/${file}`), file)
  })

  it('waits until a service is ready', () => assert.equal(deployOf(standing).healthcheckPath, '/readyz'))

  it('is not there for what a person or another service starts', () => assert.deepEqual([handTool, oneOff].map(railwayOf), [null, null]))
})
