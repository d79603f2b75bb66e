import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ConfigurationError, readConfiguration } from './configuration.ts'
import { base64Key, base64Keys, bytes, duration, flag, list, oneOf, partsOfList, postgresUrl, wholeNumber } from './setting-schemas.ts'
import { secretSetting, setting } from './setting.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')

const settings = {
  own: {
    databaseUrl: secretSetting('DATABASE_URL', 'database', postgresUrl()),
    key: secretSetting('ENCRYPTION_KEY', 'key', base64Key()),
    concurrency: setting('CONCURRENCY', 'workers', wholeNumber({ min: 1, max: 64 }).default(2)),
  },
  common: { timeout: setting('SHUTDOWN_TIMEOUT', 'ending', duration({ min: 1000, max: 60_000 }).default(30_000)) },
}

const faultsOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfiguration(settings, environment)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults
    throw error
  }
  return []
}

describe('readConfiguration', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'testimony-configuration-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  it('reads values, defaults, and takes an empty variable for one that is not set', () => {
    const { own, common } = readConfiguration(settings, {
      DATABASE_URL: 'postgres://app:pa%24s@db:5432/testimony',
      ENCRYPTION_KEY: KEY,
      CONCURRENCY: '',
      SHUTDOWN_TIMEOUT: '5s',
    })
    assert.equal(own.concurrency, 2)
    assert.equal(common.timeout, 5000)
    assert.deepEqual(Buffer.from(own.key), Buffer.alloc(32, 7))
  })

  it('knows a secret, the password in a URL and that password decoded as what must not be shown', () => {
    const { secrets } = readConfiguration(settings, { DATABASE_URL: 'postgres://app:pa%24s@db/testimony', ENCRYPTION_KEY: KEY })
    assert.deepEqual([...secrets].sort(), ['pa%24s', 'pa$s', 'postgres://app:pa%24s@db/testimony', KEY].sort())
  })

  it('is told what is wrong with settings together once each by itself is right', () => {
    const together = {
      ...settings,
      faultsTogether: ({ concurrency }: { concurrency: number }) => (concurrency > 4 ? ['CONCURRENCY is too high'] : []),
    }
    const read = (CONCURRENCY: string, key = KEY) =>
      readConfiguration(together, { DATABASE_URL: 'postgres://db/x', ENCRYPTION_KEY: key, CONCURRENCY })
    assert.equal(read('4').own.concurrency, 4)
    assert.throws(() => read('5'), { name: 'ConfigurationError', faults: ['CONCURRENCY is too high'] })
    assert.throws(
      () => read('5', 'x'),
      (error: ConfigurationError) => error.faults.length === 1 && error.faults[0]?.startsWith('ENCRYPTION_KEY') === true,
    )
  })

  it('reads a mounted secret from the file that X_FILE names, without its line end', () => {
    const path = join(folder, 'key')
    writeFileSync(path, `${KEY}\n`)
    const { own } = readConfiguration(settings, { DATABASE_URL: 'postgres://db/x', ENCRYPTION_KEY_FILE: path })
    assert.deepEqual(Buffer.from(own.key), Buffer.alloc(32, 7))
  })

  it('names every fault at once', () => {
    assert.deepEqual(faultsOf({ ENCRYPTION_KEY_FILE: join(folder, 'absent'), CONCURRENCY: '0', SHUTDOWN_TIMEOUT: '5' }), [
      'DATABASE_URL is required: the PostgreSQL to use, like postgres://host:5432/database',
      "ENCRYPTION_KEY_FILE names a file that can't be read (ENOENT)",
      'CONCURRENCY must be a whole number from 1 to 64',
      'SHUTDOWN_TIMEOUT must be a time with its unit, like 500ms, 30s, 15m or 2h, within its limits',
    ])
  })

  it('never repeats the value of a faulty secret', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://root:hunter2@db/x', ENCRYPTION_KEY: 'c2hvcnQtc2VjcmV0' })
    assert.equal(faults.length, 2)
    assert.doesNotMatch(faults.join('\n'), /hunter2|c2hvcnQ/)
  })

  it('refuses a variable that is set both directly and as a file', () => {
    const faults = faultsOf({ DATABASE_URL: 'postgres://db/x', DATABASE_URL_FILE: '/x', ENCRYPTION_KEY: KEY })
    assert.deepEqual(faults, ['DATABASE_URL and DATABASE_URL_FILE are both set: keep one'])
  })

  it('does not wait for a device or a directory in place of a file', () => {
    for (const path of ['/dev/zero', folder]) {
      const faults = faultsOf({ DATABASE_URL: 'postgres://db/x', ENCRYPTION_KEY_FILE: path })
      assert.deepEqual(faults, ['ENCRYPTION_KEY_FILE names something that is no regular file'])
    }
  })
})

describe('the kinds of values', () => {
  const cases: [string, { safeParse: (text: string) => { success: boolean; data?: unknown } }, string, unknown][] = [
    ['a duration in minutes', duration({ min: 1, max: 3_600_000 }), '15m', 900_000],
    ['a duration below its limit', duration({ min: 1000, max: 2000 }), '1ms', undefined],
    ['a size in binary units', bytes(), '10 GiB', 10 * 2 ** 30],
    ['a size without a space', bytes(), '5mib', 5 * 2 ** 20],
    ['a size of nothing', bytes(), '0 B', undefined],
    ['a size without a unit', bytes(), '500', undefined],
    ['a flag', flag(), 'TRUE', true],
    ['a flag that is neither', flag(), 'yes', undefined],
    ['a choice', oneOf(['a', 'b']), 'b', 'b'],
    ['a choice that does not exist', oneOf(['a', 'b']), 'toString', undefined],
    ['a list', list('x'), ' a, ,b ', ['a', 'b']],
    ['a whole number', wholeNumber({ min: 1, max: 9 }), '9', 9],
    ['a number in another notation', wholeNumber({ min: 1, max: 9 }), '0x5', undefined],
    ['a key with a stray character', base64Key(), `${KEY.slice(0, -2)}!=`, undefined],
    ['a key that is one byte short', base64Key(), Buffer.alloc(31).toString('base64'), undefined],
    ['a key whose last character holds bits of nothing', base64Key(), `${KEY.slice(0, -2)}d=`, undefined],
  ]
  for (const [name, schema, text, expected] of cases) {
    it(`${expected === undefined ? 'refuse' : 'accept'} ${name}`, () => {
      const result = schema.safeParse(text)
      assert.deepEqual(result.success ? result.data : undefined, expected)
    })
  }
})

describe('a setting of several keys', () => {
  const OTHER = Buffer.alloc(32, 9).toString('base64')
  const read = (text: string) =>
    readConfiguration({ own: { keys: secretSetting('KEYS', 'keys', base64Keys(), partsOfList) }, common: {} }, { KEYS: text })

  it('has them in their order, and shows none of them', () => {
    const { own, secrets } = read(`${KEY}, ${OTHER}`)
    assert.deepEqual(
      own.keys.map((key) => Buffer.from(key).toString('base64')),
      [KEY, OTHER],
    )
    assert.deepEqual([...secrets].sort(), [`${KEY}, ${OTHER}`, KEY, OTHER].sort())
  })

  for (const text of [`${KEY},`, `,${KEY}`, `${KEY},${KEY}`, `${KEY},c2hvcnQ=`, `${KEY} ${OTHER}`]) {
    it(`is refused as ${text.replaceAll(KEY, 'key').replaceAll(OTHER, 'other')}`, () => assert.throws(() => read(text), ConfigurationError))
  }
})
