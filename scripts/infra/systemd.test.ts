import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SERVICES } from '../../infra/services.ts'
import { systemdFilesOf } from './systemd.ts'
import { SAMPLE_SERVICES, withoutCache } from './testing/sample-services.ts'

const files = new Map(systemdFilesOf(SAMPLE_SERVICES).map(([path, text]) => [path.replace('infra/systemd/', ''), text]))

/** The values of a key of a unit, in their order. */
const valuesIn = (unit: string, key: string): string[] =>
  (files.get(unit) ?? '')
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1))

describe('the units of systemd', () => {
  it('are a template for consumers, a service for each other, and a timer for programs of a cron', () => {
    assert.deepEqual([...files.keys()].sort(), [
      'testimony-clock.service',
      'testimony-migrate.service',
      'testimony-polish.service',
      'testimony-polish.timer',
      'testimony-press@.service',
      'testimony-steward.service',
      'testimony-sweep.service',
      'testimony-sweep.timer',
    ])
  })

  it('consist of sections and assignments alone', () => {
    for (const [path, text] of systemdFilesOf([...SAMPLE_SERVICES, ...SERVICES]))
      for (const line of text.split('\n'))
        assert.match(line, /^$|^#|^\[(?:Unit|Service|Timer|Install)\]$|^[A-Z][A-Za-z]+=/, `${path}: ${line}`)
  })

  it('take secrets as credentials, and never as variables', () => {
    assert.deepEqual(valuesIn('testimony-press@.service', 'LoadCredential'), [
      'DATABASE_URL:/etc/testimony/press/DATABASE_URL',
      'PRESS_KEY:/etc/testimony/press/PRESS_KEY',
    ])
    const variables = valuesIn('testimony-press@.service', 'Environment').map((value) => value.replaceAll('"', '').split('=')[0])
    assert.ok(variables.includes('PRESS_KEY_FILE'))
    assert.equal(variables.includes('PRESS_KEY'), false)
  })

  it('give each consumer of a machine a port and a cache of its own', () => {
    const variables = valuesIn('testimony-press@.service', 'Environment')
    assert.ok(variables.includes('"HEALTH_PORT=808%i"'))
    assert.ok(variables.includes('"HEALTH_HOST=127.0.0.1"'))
    assert.ok(variables.includes('"PRESS_CACHE_DIR=%C/%p-%i/repositories"'))
    assert.deepEqual(valuesIn('testimony-press@.service', 'CacheDirectory'), ['%p-%i'])
    assert.doesNotMatch(systemdFilesOf([withoutCache]).join(), /cache/i)
  })

  it('wait for a process to end itself, and start it again only where that can help', () => {
    assert.deepEqual(valuesIn('testimony-press@.service', 'TimeoutStopSec'), ['130'])
    assert.deepEqual(valuesIn('testimony-press@.service', 'Restart'), ['on-failure'])
    assert.deepEqual(valuesIn('testimony-press@.service', 'RestartPreventExitStatus'), ['2'])
    assert.deepEqual(valuesIn('testimony-migrate.service', 'Restart'), ['on-failure'])
    assert.deepEqual(valuesIn('testimony-sweep.service', 'Restart'), [])
  })

  it('take a run that was cut off for no failure, and end one that hangs', () => {
    assert.deepEqual(valuesIn('testimony-sweep.service', 'SuccessExitStatus'), ['75'])
    assert.deepEqual(valuesIn('testimony-sweep.service', 'TimeoutStartSec'), ['2100'])
    assert.deepEqual(valuesIn('testimony-sweep.timer', 'OnCalendar'), ['*-*-* 03:00:00 UTC'])
  })

  it('want the migration, and do not end with it', () => {
    assert.ok(valuesIn('testimony-press@.service', 'Wants').includes('testimony-migrate.service'))
    assert.match(valuesIn('testimony-press@.service', 'After').join(' '), /testimony-migrate\.service/)
    assert.deepEqual(valuesIn('testimony-press@.service', 'Requires'), [])
  })
})
