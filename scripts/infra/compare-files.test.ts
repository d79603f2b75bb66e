import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { compareFiles } from './compare-files.ts'
import { generatedFilesOf } from './generated-files.ts'
import { consumer, cron, SAMPLE_SERVICES } from './testing/sample-services.ts'

describe('the check of generated files', () => {
  let root: string
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'testimony-infra-'))
    for (const [path, text] of generatedFilesOf(SAMPLE_SERVICES)) await write(path, text)
    for (const path of ['infra/services.ts', 'infra/secrets/press/PRESS_KEY', 'infra/.env']) await write(path, 'not generated')
  })
  after(() => rm(root, { recursive: true, force: true }))

  it('finds nothing where all is as the list says', async () => {
    assert.deepEqual(await compareFiles(root, generatedFilesOf(SAMPLE_SERVICES)), { differing: [], leftOver: [] })
  })

  it('finds every file that another schedule changes, on each platform', async () => {
    const changed = SAMPLE_SERVICES.map((service) => (service === cron ? { ...cron, schedule: '0 4 * * *' } : service))
    const { differing } = await compareFiles(root, generatedFilesOf(changed))
    assert.deepEqual(differing, [
      'infra/sweep/railway.json',
      'infra/kubernetes/sweep.yaml',
      'infra/systemd/testimony-sweep.timer',
      'docs/configuration.md',
    ])
  })

  it('finds files of a service that is gone', async () => {
    const { leftOver } = await compareFiles(root, generatedFilesOf(SAMPLE_SERVICES.filter((service) => service !== consumer)))
    assert.deepEqual(leftOver.sort(), [
      'infra/kubernetes/press.yaml',
      'infra/press/Dockerfile',
      'infra/press/railway.json',
      'infra/systemd/testimony-press@.service',
    ])
  })

  it('finds files that are not there', async () => {
    const { differing } = await compareFiles(join(root, 'nowhere'), new Map([['infra/a', 'text']]))
    assert.deepEqual(differing, ['infra/a'])
  })
})
