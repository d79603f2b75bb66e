import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SERVICES } from '../../infra/services.ts'
import { bytes, duration, flag, list, oneOf, text, wholeNumber } from '../../src/runtime/setting-schemas.ts'
import { secretSetting, setting } from '../../src/runtime/setting.ts'
import { describedSettingsOf, describeSetting, mountedSecretsOf, numberOn, valuesOf } from './described-setting.ts'
import { consumer, cron, withoutCache } from './testing/sample-services.ts'

const switchable = text('off or a name')
  .transform((value) => (value === 'off' ? undefined : value))
  .prefault('off')

describe('the description of a setting', () => {
  const defaults: [what: string, schema: Parameters<typeof setting>[2], text: string | undefined][] = [
    ['a number', wholeNumber({ min: 1, max: 64 }).default(2), '2'],
    ['a time', duration({ min: 1, max: 10_000_000 }).default(5_400_000), '90m'],
    ['a short time', duration({ min: 1, max: 10_000_000 }).default(100), '100ms'],
    ['a size', bytes().default(5 * 2 ** 30), '5 GiB'],
    ['a size that is no power of two', bytes().default(1500), '1500 B'],
    ['a flag', flag().default(false), 'false'],
    ['a choice', oneOf(['a', 'b']).default('b'), 'b'],
    ['an empty list', list('names').default([]), ''],
    ['no default', text('a name').optional(), undefined],
    ['what is off', switchable, 'off'],
  ]
  for (const [what, schema, expected] of defaults)
    it(`has the default of ${what} as one would write it`, () =>
      assert.equal(describeSetting(setting('X', 'It.', schema)).default, expected))

  it('says what it takes', () => {
    assert.equal(describeSetting(setting('X', 'It.', wholeNumber({ min: 1, max: 64 }).default(2))).takes, 'a whole number from 1 to 64')
  })

  it('knows what has to be set', () => {
    assert.equal(describeSetting(secretSetting('X', 'It.', text('a key'))).required, true)
    assert.equal(describeSetting(secretSetting('X', 'It.', text('a key').optional())).required, false)
  })

  it('refuses a default that has no text', () => {
    const odd = setting(
      'X',
      'It.',
      text('a name')
        .transform(() => ({ deep: true }))
        .default({ deep: true }),
    )
    assert.throws(() => describeSetting(odd), /default of X has no text/)
  })

  it('exists of every setting of ours', () => {
    for (const service of SERVICES) assert.ok(describedSettingsOf(service).length > 0)
  })
})

describe('what platforms set', () => {
  it('are required secrets as files, and nothing optional', () =>
    assert.deepEqual(mountedSecretsOf(consumer), ['DATABASE_URL', 'PRESS_KEY']))

  it('is how long a process may take to end, its cache, and where its health is', () => {
    assert.deepEqual(valuesOf(consumer), {
      SHUTDOWN_TIMEOUT: '2m',
      HEALTH_PORT: '8080',
      HEALTH_HOST: '0.0.0.0',
      PRESS_CACHE_DIR: '/var/cache/testimony/repositories',
      PRESS_CACHE_LIMIT: '2 GiB',
    })
    assert.deepEqual(valuesOf(withoutCache), { SHUTDOWN_TIMEOUT: '2m', HEALTH_PORT: '8080', HEALTH_HOST: '0.0.0.0' })
    assert.deepEqual(valuesOf(cron), { SHUTDOWN_TIMEOUT: '30s' })
  })

  it('is read as the process would', () => assert.equal(numberOn(consumer, 'SHUTDOWN_TIMEOUT'), 120_000))
})
