/** A service whose database user is another one's: it ends and says so, instead of looking alive and doing nothing. */
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { grantRoles } from '../src/postgres/grant-roles.ts'
import { setUpFile } from './support/for-file.ts'
import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { runProgram } from './support/program.ts'
import { openRoleLogins, type RoleLogins } from './support/role-logins.ts'

let site: AnalysisSite
let logins: RoleLogins
setUpFile(async (opened) => {
  site = opened.use(await openAnalysisSite())
  await grantRoles(site.database.db)
  logins = opened.use(await openRoleLogins(site.database))
})

for (const [program, role, looksReady] of [
  ['analyzer', 'testimony_enqueue', false],
  // May do all but take a job.
  ['analyzer', 'testimony_scheduler', true],
  ['scheduler', 'testimony_enqueue', false],
] as const) {
  it(`${program} as ${role}`, async () => {
    const { code, stdout, stderr } = await runProgram(program, { environment: { ...site.environment, DATABASE_URL: logins.urlFor(role) } })
    assert.equal(code, 1, stdout)
    assert.match(stderr, new RegExp(`^${program}: The database user of DATABASE_URL may not do this: [^\\n]*\\n$`))
    if (!looksReady) assert.doesNotMatch(stdout, /"Ready"/)
  })
}
