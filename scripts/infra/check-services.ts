import type { Service } from '../../infra/service.ts'
import { numberOn, settingsOf, valuesOf } from './described-setting.ts'

/** The command line is no service: people install it. */
const NO_SERVICE = new Set(['testimony'])

const SECOND = 1000

const faultsOfService = (service: Service): string[] => {
  const { name } = service
  const known = Object.values(settingsOf(service))
  const values = Object.entries(valuesOf(service)).flatMap(([variable, value]) => {
    const setting = known.find((described) => described.variable === variable)
    if (setting === undefined) return [`${name} is given ${variable}, which it has no setting for`]
    return setting.schema.safeParse(value).success ? [] : [`${name} is given ${variable}=${value}, which it refuses`]
  })
  const impatient = 'timeLimit' in service && service.timeLimit * SECOND <= numberOn(service, 'SHUTDOWN_TIMEOUT')
  return [...values, ...(impatient ? [`${name} is ended by its platform before it could end itself: raise its timeLimit`] : [])]
}

const faultsOfReplacement = (service: Service, services: readonly Service[]): string[] =>
  (service.kind === 'service' ? (service.replaces ?? []) : [])
    .filter((name) => !services.some((other) => other.name === name && other.kind === 'cron'))
    .map((name) => `${service.name} replaces ${name}, which is no program of a cron`)

/** A probe of a process that serves nothing would end it again and again; one that serves should be asked. */
const faultsOfHealth = (service: Service, serves: boolean): string[] => {
  const asked = 'health' in service && service.health !== undefined
  if (asked === serves) return []
  return [asked ? `${service.name} has a port of health and does not serve it` : `${service.name} serves its health and has no port for it`]
}

/** What of `cmd` matters to the list: whether `main.ts` says that the process serves its health. */
export interface ListedProcess {
  name: string
  serves: boolean
}

/** What is wrong with the list: processes that it lacks or makes up, and values that their process would not take. */
export const faultsOfServices = (services: readonly Service[], processes: readonly ListedProcess[]): string[] => {
  const names = services.map(({ name }) => name)
  const isThere = (name: string): boolean => processes.some((process) => process.name === name)
  const isServing = (name: string): boolean => processes.some((process) => process.name === name && process.serves)
  return [
    ...processes
      .filter(({ name }) => !names.includes(name) && !NO_SERVICE.has(name))
      .map(({ name }) => `cmd/${name} is not in infra/services.ts`),
    ...names.filter((name) => !isThere(name)).map((name) => `${name} is in infra/services.ts, and there is no cmd/${name}`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is in infra/services.ts twice`),
    ...services.flatMap((service) => [
      ...faultsOfService(service),
      ...faultsOfHealth(service, isServing(service.name)),
      ...faultsOfReplacement(service, services),
    ]),
  ]
}
