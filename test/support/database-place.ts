/** The command line with a database of its own: where `testimony` of a workplace keeps what it stores. */
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { openWorkplace, type Workplace } from './testimony.ts'

export interface DatabasePlace extends Workplace {
  database: TestDatabase
}

export const openDatabasePlace = async (): Promise<DatabasePlace> => {
  await using opening = new AsyncDisposableStack()
  const place = opening.use(await openWorkplace())
  const database = opening.use(await openTestDatabase())
  const onDatabase = { DATABASE_URL: database.url }
  const stack = opening.move()
  return {
    ...place,
    database,
    environment: { ...place.environment, ...onDatabase },
    testimony: (given, environment, input) => place.testimony(given, { ...onDatabase, ...environment }, input),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}
