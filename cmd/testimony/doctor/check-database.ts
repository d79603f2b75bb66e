import { stat } from 'node:fs/promises'
import { sql } from 'kysely'

import { DatabaseError } from '../../../src/postgres/database-error.ts'
import { embeddedPackageFolder } from '../../../src/postgres/embedded/installation.ts'
import { dataFolderOf, placesOf } from '../../../src/postgres/embedded/places.ts'
import { findMissingRoles } from '../../../src/postgres/grant-roles.ts'
import { checkDatabaseVersion } from '../../../src/postgres/migrate-database.ts'
import { asOpenedDatabaseFault, chosenDatabaseUrl, openDatabase } from '../../../src/postgres/open-database.ts'
import { createDatabase, openPool, type Database } from '../../../src/postgres/pool.ts'
import { ConfigurationError } from '../../../src/runtime/configuration.ts'
import { askTokens } from './ask-tokens.ts'
import { bad, good, warning, type Check, type CheckContext, type Finding } from './check.ts'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const asFinding = (error: unknown): Finding => {
  if (error instanceof ConfigurationError) return bad('not asked, since its configuration is wrong', 'set DATABASE_URL right, or unset it')
  if (!(error instanceof DatabaseError)) throw error
  return bad(error.told.what, error.told.mend)
}

const findPrograms = async (): Promise<Finding> => {
  try {
    const folder = embeddedPackageFolder()
    const server = `${folder}/native/bin/postgres${process.platform === 'win32' ? '.exe' : ''}`
    if (await exists(server)) return good(`programs in ${folder}`)
    return bad(`${server} is missing`, 'install testimony anew, or set DATABASE_URL')
  } catch (error) {
    return asFinding(error)
  }
}

const askServer = async (context: CheckContext): Promise<Finding[]> => {
  const { environment, signal } = context
  try {
    await using opened = await openDatabase({ env: environment, signal })
    await using db = createDatabase(openPool({ url: opened.url, applicationName: 'doctor', maxConnections: 1 }))
    const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db)
    const answers = good(`PostgreSQL ${rows[0]?.version} answers`)
    const version = await askVersion(db, opened.embedded)
    const roles = opened.embedded ? [] : [await askRoles(db)]
    return [answers, version.finding, ...roles, ...(version.isOurs ? await askTokens(db, context) : [])]
  } catch (error) {
    return [asFinding(await asOpenedDatabaseFault(error, environment))]
  }
}

const askVersion = async (db: Database, embedded: boolean): Promise<{ finding: Finding; isOurs: boolean }> => {
  try {
    await checkDatabaseVersion(db)
    return { finding: good('its tables are of this version'), isOurs: true }
  } catch (error) {
    const isOlder = error instanceof DatabaseError && error.code === 'database-older'
    const finding =
      embedded && isOlder ? good('its tables are brought to this version by the first command that needs them') : asFinding(error)
    return { finding, isOurs: false }
  }
}

/** Of a server that others use too. Ours has one user, who may do everything. */
const askRoles = async (db: Database): Promise<Finding> => {
  const missing = await findMissingRoles(db)
  if (missing.length === 0) return good('each process has its role')
  return warning(
    `the server has no ${missing.join(', ')}: every process has to use the user that owns the tables`,
    'run `testimony migrate` as a user with CREATEROLE, or make these roles with NOLOGIN and run it again',
  )
}

/** Where the choice is wrong, asking tells so. */
const isChosen = (environment: NodeJS.ProcessEnv): boolean => {
  try {
    return chosenDatabaseUrl(environment) !== undefined
  } catch {
    return true
  }
}

/** A database that is not there yet is not made for the sake of a check. */
export const checkDatabase: Check = {
  title: 'PostgreSQL',
  run: async (context) => {
    if (isChosen(context.environment)) return askServer(context)
    const programs = await findPrograms()
    if (programs.status !== 'good') return [programs]
    const { cluster } = await placesOf(dataFolderOf(context.environment))
    if (!(await exists(cluster))) return [programs, good('its database is made by the first command that needs it')]
    return [programs, ...(await askServer(context))]
  },
}
