import assert from 'node:assert/strict'
import { afterEach, it } from 'node:test'
import { cacheFolderOf, compiledFolderOf } from './cache-folder.ts'
import { userFolders } from './user-folders.ts'

const { HOME } = process.env
afterEach(() => {
  if (HOME === undefined) delete process.env['HOME']
  else process.env['HOME'] = HOME
})

it('tells a user without a home, who needs none where a folder is chosen', { skip: process.platform !== 'linux' }, () => {
  process.env['HOME'] = ''
  assert.throws(userFolders, { code: 'no-home', message: /set HOME/ })
  assert.throws(() => compiledFolderOf({ XDG_CACHE_HOME: 'relative' }), { code: 'no-home' })
  assert.equal(compiledFolderOf({ XDG_CACHE_HOME: '/var/cache' }), '/var/cache/testimony/compiled')
  assert.equal(cacheFolderOf({ ANALYZER_CACHE_DIR: '/var/clones' }), '/var/clones')
})
