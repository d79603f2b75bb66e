/** What systemd itself says of the units and timers. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import type { Service } from '../infra/service.ts'
import { SERVICES } from '../infra/services.ts'
import { systemdCalendarOf } from '../scripts/infra/systemd-calendar.ts'
import { systemdFilesOf } from '../scripts/infra/systemd.ts'
import { SAMPLE_SERVICES } from '../scripts/infra/testing/sample-services.ts'

const analyze = (...given: string[]): { status: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', given, { encoding: 'utf8', timeout: 30_000 })
  return { status, text: `${stdout}${stderr}` }
}

const missing = analyze('--version').status === 0 ? false : 'there is no systemd-analyze on this machine'

describe('systemd', { skip: missing }, () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'testimony-units-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** A template is read as its first instance; the Node of this run stands for the one of the machine. */
  const write = (path: string, text: string): string => {
    const file = join(folder, basename(path).replace('@.', '@1.'))
    writeFileSync(file, text.replaceAll('/usr/bin/node', process.execPath))
    return file
  }
  const said = (services: readonly Service[]): string => {
    const files = systemdFilesOf(services).map(([path, text]) => write(path, text))
    const { text } = analyze('verify', ...files)
    return text
      .split('\n')
      .filter((line) => line.includes('testimony-'))
      .join('\n')
  }

  it('has nothing to say against the units of services of every kind', () => assert.equal(said(SAMPLE_SERVICES), ''))

  it('has nothing to say against ours', () => assert.equal(said(SERVICES), ''))

  it('would say what it does not know', () => {
    const [[path, text] = ['', '']] = systemdFilesOf(SERVICES)
    const file = write(path, text.replace('NoNewPrivileges=', 'NoNewPrivilegez='))
    assert.match(analyze('verify', file).text, /NoNewPrivilegez/)
  })

  it('reads the calendars as cron means them', () => {
    const next = (cron: string, from: string): string => {
      const { status, text } = analyze('calendar', `--base-time=${from}`, systemdCalendarOf(cron))
      assert.equal(status, 0, text)
      return /(?:Next elapse|\(in UTC\)): \w+ ([\d-]+ [\d:]+) UTC/.exec(text)?.[1] ?? text
    }
    assert.equal(next('0 3 * * *', '2026-02-28 03:30:00 UTC'), '2026-03-01 03:00:00')
    assert.equal(next('*/15 8-18/2 * * *', '2026-01-05 10:46:00 UTC'), '2026-01-05 12:00:00')
    assert.equal(next('0 6 * * 1-5', '2026-01-02 07:00:00 UTC'), '2026-01-05 06:00:00')
    assert.equal(next('30 4 1 */3 *', '2026-01-02 00:00:00 UTC'), '2026-04-01 04:30:00')
  })
})
