/** A cluster's objects, one file a service, applied together by `kubectl apply --kustomize infra/kubernetes`. */
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject'
import type { ITriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication'
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob'
import type { IJob } from 'kubernetes-models/batch/v1/Job'

import type { CronProgram, OneOff, QueueConsumer, Service, StandingService } from '../../infra/service.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { VERSION } from '../../src/runtime/version.ts'
import { numberOn } from './described-setting.ts'
import { HASH_NOTICE, yamlOf, type GeneratedFile } from './generated.ts'
import { labelsOf, nameOf, podSpecOf } from './kubernetes-pod.ts'
import { queueDepthQuery } from './queue-depth.ts'

export type KubernetesObject = IDeployment | ICronJob | IJob | IScaledObject | ITriggerAuthentication

const FOLDER = 'infra/kubernetes'
const MINUTE = 60
/** One secret and one connection for all queues: KEDA keeps one pool for every trigger that is given a connection string. */
const QUEUE_CONNECTION = 'testimony-scaling'

/** A Job can't be changed once it is there, so each version's has a name of its own. */
const migrationOf = (service: OneOff): IJob => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: `${nameOf(service)}-${VERSION.replaceAll('.', '-')}`, labels: labelsOf(service) },
  spec: {
    backoffLimit: 6,
    activeDeadlineSeconds: service.timeLimit,
    ttlSecondsAfterFinished: 24 * 60 * MINUTE,
    template: { metadata: { labels: labelsOf(service) }, spec: podSpecOf(service, 'OnFailure') },
  },
})

/** Without a number of replicas where KEDA decides on it: applying this again must not end the workers that run. */
const deploymentOf = (service: QueueConsumer | StandingService): IDeployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: nameOf(service), labels: labelsOf(service) },
  spec: {
    ...(service.kind === 'service' && { replicas: service.instances }),
    revisionHistoryLimit: 3,
    selector: { matchLabels: labelsOf(service) },
    template: { metadata: { labels: labelsOf(service) }, spec: podSpecOf(service, 'Always') },
  },
})

const scaledObjectOf = (service: QueueConsumer): IScaledObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: nameOf(service), labels: labelsOf(service) },
  spec: {
    scaleTargetRef: { name: nameOf(service) },
    minReplicaCount: 0,
    maxReplicaCount: service.most,
    pollingInterval: 15,
    cooldownPeriod: 5 * MINUTE,
    // While the database does not answer, nothing is known of the queue: what runs goes on, and one may wait for it.
    fallback: { failureThreshold: 4, replicas: 1, behavior: 'currentReplicasIfHigher' },
    advanced: {
      horizontalPodAutoscalerConfig: {
        behavior: { scaleDown: { stabilizationWindowSeconds: 5 * MINUTE, policies: [{ type: 'Pods', value: 1, periodSeconds: MINUTE }] } },
      },
    },
    triggers: [
      {
        type: 'postgresql',
        metricType: 'AverageValue',
        metadata: { query: queueDepthQuery(service), targetQueryValue: String(numberOn(service, service.concurrency)) },
        authenticationRef: { name: QUEUE_CONNECTION },
      },
    ],
  },
})

const cronJobOf = (service: CronProgram): ICronJob => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: nameOf(service), labels: labelsOf(service) },
  spec: {
    schedule: service.schedule,
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    ...(service.offByDefault && { suspend: true }),
    startingDeadlineSeconds: 60 * MINUTE,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        activeDeadlineSeconds: service.timeLimit,
        backoffLimit: 2,
        // Another try would change nothing: the configuration is wrong, or the next run goes on where this one was cut off.
        podFailurePolicy: {
          rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [EXIT_CODE.usage, EXIT_CODE.cutOff] } }],
        },
        template: { metadata: { labels: labelsOf(service) }, spec: podSpecOf(service, 'Never') },
      },
    },
  },
})

const QUEUE_AUTHENTICATION: ITriggerAuthentication = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'TriggerAuthentication',
  metadata: { name: QUEUE_CONNECTION, labels: { 'app.kubernetes.io/part-of': 'testimony' } },
  spec: { secretTargetRef: [{ parameter: 'connection', name: QUEUE_CONNECTION, key: 'DATABASE_URL' }] },
}

/** A person's tool is run by `kubectl run`, and has no object that stays. */
export const objectsOf = (service: Service): KubernetesObject[] => {
  switch (service.kind) {
    case 'one-off':
      return [migrationOf(service)]
    case 'queue-consumer':
      return [deploymentOf(service), scaledObjectOf(service)]
    case 'service':
      return [deploymentOf(service)]
    case 'cron':
      return [cronJobOf(service)]
    case 'hand-tool':
      return []
  }
}

const fileOf = (path: string, objects: readonly unknown[], comment = ''): GeneratedFile => [
  `${FOLDER}/${path}.yaml`,
  `${HASH_NOTICE}${comment}\n${objects.map((object) => yamlOf(object)).join('---\n')}`,
]

const kustomizationOf = (services: readonly Service[], resources: readonly string[]): unknown => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources,
  images: services.map((service) => ({ name: nameOf(service), newTag: VERSION })),
})

/** What does the work of CronJobs stands apart from them, in a folder that is applied by itself. */
const replacementOf = (service: Service, programs: readonly string[]): GeneratedFile[] => {
  const comment = `# ${service.does}\n# Instead of the CronJobs ${programs.join(' and ')}, which are then left out or suspended.\n`
  return [
    fileOf(`${service.name}/${service.name}`, objectsOf(service), comment),
    fileOf(`${service.name}/kustomization`, [kustomizationOf([service], [`${service.name}.yaml`])]),
  ]
}

const replacedBy = (service: Service): readonly string[] => (service.kind === 'service' ? (service.replaces ?? []) : [])

export const kubernetesFilesOf = (services: readonly Service[]): GeneratedFile[] => {
  const together = services.filter((service) => objectsOf(service).length > 0 && replacedBy(service).length === 0)
  const files = [
    ...together.map((service) => fileOf(service.name, objectsOf(service), `# ${service.does}\n`)),
    fileOf('scaling', [QUEUE_AUTHENTICATION]),
  ]
  const names = files.map(([path]) => path.slice(FOLDER.length + 1))
  const apart = services.filter((service) => replacedBy(service).length > 0)
  return [
    ...files,
    fileOf('kustomization', [kustomizationOf(together, names)]),
    ...apart.flatMap((service) => replacementOf(service, replacedBy(service))),
  ]
}
