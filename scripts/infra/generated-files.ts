import type { Service } from '../../infra/service.ts'
import { composeOf } from './compose.ts'
import { configurationReferenceOf } from './configuration-reference.ts'
import { dockerfileOf } from './dockerfile.ts'
import type { GeneratedFile } from './generated.ts'
import { kubernetesFilesOf } from './kubernetes.ts'
import { railwayOf } from './railway-json.ts'
import { systemdFilesOf } from './systemd.ts'

const imageFilesOf = (service: Service): GeneratedFile[] => {
  const railway = railwayOf(service)
  return [
    [`infra/${service.name}/Dockerfile`, dockerfileOf(service)],
    ...(railway === null ? [] : [[`infra/${service.name}/railway.json`, `${JSON.stringify(railway, null, 2)}\n`] satisfies GeneratedFile]),
  ]
}

/** Everything that is written from the list, by its path from the root of the repository. */
export const generatedFilesOf = (services: readonly Service[]): Map<string, string> =>
  new Map([
    ...services.flatMap((service) => imageFilesOf(service)),
    ['infra/compose.yaml', composeOf(services)],
    ...kubernetesFilesOf(services),
    ...systemdFilesOf(services),
    ['docs/configuration.md', configurationReferenceOf(services)],
  ])
