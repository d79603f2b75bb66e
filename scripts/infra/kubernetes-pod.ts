/** The pod of a service: what it may do, where its secrets and its cache are, and when it counts as alive. */
import type { IContainer } from 'kubernetes-models/v1/Container'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import type { IVolume } from 'kubernetes-models/v1/Volume'
import type { IVolumeMount } from 'kubernetes-models/v1/VolumeMount'

import type { Service } from '../../infra/service.ts'
import { CACHE, mountedSecretsOf, valuesOf } from './described-setting.ts'
import { USER } from './dockerfile.ts'
import { graceOf } from './railway-json.ts'

const SECRETS = '/run/secrets/testimony'

export const nameOf = (service: Service): string => `testimony-${service.name}`

export const labelsOf = (service: Service): Record<string, string> => ({
  'app.kubernetes.io/part-of': 'testimony',
  'app.kubernetes.io/name': nameOf(service),
})

/** A root that can't be written needs somewhere to write: folders that end with the pod. */
const storageOf = (service: Service): { volumes: IVolume[]; volumeMounts: IVolumeMount[] } => {
  const places: [IVolume, Omit<IVolumeMount, 'name'>][] = [
    [
      { name: 'secrets', secret: { secretName: nameOf(service), defaultMode: 0o440 } },
      { mountPath: SECRETS, readOnly: true },
    ],
    [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }, { mountPath: '/tmp' }],
  ]
  if ('cache' in service) places.push([{ name: 'cache', emptyDir: { sizeLimit: `${service.cache.volumeGiB}Gi` } }, { mountPath: CACHE }])
  return {
    volumes: places.map(([volume]) => volume),
    volumeMounts: places.map(([{ name }, mount]) => ({ name, ...mount })),
  }
}

const probesOf = (service: Service): Pick<IContainer, 'ports' | 'livenessProbe' | 'readinessProbe' | 'startupProbe'> => {
  if (!('health' in service) || service.health === undefined) return {}
  const probe = (path: string) => ({ httpGet: { path, port: 'health' }, timeoutSeconds: 5 })
  return {
    ports: [{ name: 'health', containerPort: service.health }],
    startupProbe: { ...probe('/healthz'), periodSeconds: 2, failureThreshold: 30 },
    livenessProbe: { ...probe('/healthz'), periodSeconds: 10, failureThreshold: 6 },
    readinessProbe: { ...probe('/readyz'), periodSeconds: 5, failureThreshold: 2 },
  }
}

const containerOf = (service: Service, volumeMounts: IVolumeMount[]): IContainer => ({
  name: service.name,
  image: nameOf(service),
  // Whatever else the configuration reference lists comes from a ConfigMap of the service's name.
  envFrom: [{ configMapRef: { name: nameOf(service), optional: true } }],
  env: [
    ...Object.entries(valuesOf(service)).map(([name, value]) => ({ name, value })),
    ...mountedSecretsOf(service).map((variable) => ({ name: `${variable}_FILE`, value: `${SECRETS}/${variable}` })),
  ],
  resources: {
    requests: { cpu: `${service.resources.cpu}m`, memory: `${service.resources.memory}Mi` },
    limits: { memory: `${service.resources.memoryLimit}Mi` },
  },
  ...probesOf(service),
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  volumeMounts,
})

export const podSpecOf = (service: Service, restartPolicy: 'Always' | 'OnFailure' | 'Never'): IPodSpec => {
  const { volumes, volumeMounts } = storageOf(service)
  return {
    restartPolicy,
    // None of them talks to the cluster.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: graceOf(service),
    // Its first process then ends what git leaves behind, which no child of Node's own is.
    ...(service.git && { shareProcessNamespace: true }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [containerOf(service, volumeMounts)],
    volumes,
  }
}
