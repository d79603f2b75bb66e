import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { ScaledObject, type IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject'
import { TriggerAuthentication, type ITriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication'
import { Deployment, type IDeployment } from 'kubernetes-models/apps/v1/Deployment'
import { CronJob, type ICronJob } from 'kubernetes-models/batch/v1/CronJob'
import { Job, type IJob } from 'kubernetes-models/batch/v1/Job'
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec'
import { parseAllDocuments } from 'yaml'

import type { Service } from '../../infra/service.ts'
import { SERVICES } from '../../infra/services.ts'
import { kubernetesFilesOf } from './kubernetes.ts'
import { SAMPLE_SERVICES } from './testing/sample-services.ts'

/** By the schemas of Kubernetes and KEDA. They let unknown keys pass; those the types of the writers refuse. */
const MODELS = { Deployment, CronJob, Job, ScaledObject, TriggerAuthentication }

const isKnown = (kind: unknown): kind is keyof typeof MODELS => typeof kind === 'string' && Object.hasOwn(MODELS, kind)

const validate = (object: Record<string, unknown>): void => {
  const { kind } = object
  assert.ok(isKnown(kind), `${String(kind)} has no model`)
  const { apiVersion, ...data } = object
  // The model checks what it is given; what it is given is what was read back from the file.
  const model = new MODELS[kind](data as never)
  assert.equal(model.apiVersion, apiVersion)
  model.validate()
}

const readFiles = (services: readonly Service[]): Map<string, Record<string, unknown>[]> =>
  new Map(
    kubernetesFilesOf(services).map(([path, text]) => [
      path.replace('infra/kubernetes/', ''),
      parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as Record<string, unknown>),
    ]),
  )

describe('the objects of a cluster', () => {
  const files = readFiles(SAMPLE_SERVICES)
  /** Of the type whose schema a test below holds it against. */
  const read = <Type>(file: string, index = 0): Type => files.get(file)?.[index] as Type
  const podOf = (file: string): IPodSpec | undefined => {
    const { spec } = read<IDeployment | IJob | ICronJob>(file)
    return spec && ('jobTemplate' in spec ? spec.jobTemplate.spec?.template.spec : spec.template.spec)
  }
  const namesOf = (list: readonly { name: string }[] | undefined): string[] => (list ?? []).map(({ name }) => name)

  for (const [name, services] of [
    ['services of every kind', SAMPLE_SERVICES],
    ['our services', SERVICES],
  ] as const)
    for (const [file, objects] of readFiles(services))
      if (!file.endsWith('kustomization.yaml'))
        it(`of ${name} are by the schemas: ${file}`, () => objects.forEach((object) => validate(object)))

  it('have schemas that refuse what is none', () => {
    assert.throws(() => validate({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'a' }, spec: { schedule: 7 } }))
    assert.throws(() => validate({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'a' }, spec: { triggers: [] } }))
  })

  it('are all applied together', () => {
    const { resources } = read<{ resources: string[] }>('kustomization.yaml')
    const together = [...files.keys()].filter((file) => !file.startsWith('steward/'))
    assert.deepEqual([...resources, 'kustomization.yaml'].sort(), together.sort())
  })

  it('have images that one place names the version of', () => {
    for (const [file, kustomization] of [
      ['press.yaml', 'kustomization.yaml'],
      ['sweep.yaml', 'kustomization.yaml'],
      ['migrate.yaml', 'kustomization.yaml'],
      ['steward/steward.yaml', 'steward/kustomization.yaml'],
    ] as const) {
      const named = namesOf(read<{ images: { name: string }[] }>(kustomization).images)
      assert.ok(named.includes(podOf(file)?.containers[0]?.image ?? ''), file)
    }
  })

  it('are applied apart where they do the work of others', () => {
    assert.deepEqual(read<{ resources: string[] }>('steward/kustomization.yaml').resources, ['steward.yaml'])
    assert.equal(read<IDeployment>('steward/steward.yaml').spec?.replicas, 2)
  })

  it('run as nobody, on a root that can not be written, without a token of the cluster', () => {
    for (const file of ['press.yaml', 'clock.yaml', 'sweep.yaml', 'migrate.yaml']) {
      const pod = podOf(file)
      const [container] = pod?.containers ?? []
      assert.equal(pod?.securityContext?.runAsNonRoot, true, file)
      assert.equal(pod.automountServiceAccountToken, false, file)
      assert.equal(container?.securityContext?.readOnlyRootFilesystem, true, file)
      assert.deepEqual(container.securityContext.capabilities, { drop: ['ALL'] }, file)
      assert.deepEqual(namesOf(container.volumeMounts), namesOf(pod.volumes), file)
    }
  })

  it('let somebody else end what git leaves behind', () => {
    assert.equal(podOf('press.yaml')?.shareProcessNamespace, true)
    assert.equal(podOf('clock.yaml')?.shareProcessNamespace, undefined)
  })

  it('have longer to end than their process takes', () => {
    assert.equal(podOf('press.yaml')?.terminationGracePeriodSeconds, 130)
    assert.equal(podOf('sweep.yaml')?.terminationGracePeriodSeconds, 40)
  })

  it('take secrets from files', () => {
    const values = new Map(podOf('press.yaml')?.containers[0]?.env?.map(({ name, value }) => [name, value]))
    assert.equal(values.get('PRESS_KEY_FILE'), '/run/secrets/testimony/PRESS_KEY')
    assert.equal(values.has('PRESS_KEY'), false)
  })

  it('are asked for their health where they serve it', () => {
    const [container] = podOf('press.yaml')?.containers ?? []
    const paths = [container?.livenessProbe, container?.readinessProbe].map((probe) => probe?.httpGet?.path)
    assert.deepEqual([...paths, container?.ports?.[0]?.containerPort], ['/healthz', '/readyz', 8080])
    assert.equal(podOf('sweep.yaml')?.containers[0]?.livenessProbe, undefined)
  })

  it('scale consumers from none by what waits and what runs, as many jobs each as one runs at a time', () => {
    const { metadata, spec: deployment } = read<IDeployment>('press.yaml')
    assert.equal(deployment?.replicas, undefined)
    const { spec } = read<IScaledObject>('press.yaml', 1)
    assert.deepEqual([spec?.minReplicaCount, spec?.maxReplicaCount, spec?.scaleTargetRef.name], [0, 4, metadata?.name])
    const [trigger] = spec?.triggers ?? []
    assert.equal(trigger?.metadata['targetQueryValue'], '3')
    assert.match(trigger.metadata['query'] ?? '', /'press\.priority', 'press\.default', 'press\.scheduled'\) AND state = 'active' LIMIT 12/)
    assert.equal(trigger.authenticationRef?.name, read<ITriggerAuthentication>('scaling.yaml').metadata?.name)
  })

  it('keep standbys', () => assert.equal(read<IDeployment>('clock.yaml').spec?.replicas, 2))

  it('run programs of a cron one at a time, by UTC, until their time is over', () => {
    const { spec } = read<ICronJob>('sweep.yaml')
    assert.deepEqual(
      [spec?.schedule, spec?.timeZone, spec?.concurrencyPolicy, spec?.suspend, spec?.jobTemplate.spec?.activeDeadlineSeconds],
      ['0 3 * * *', 'Etc/UTC', 'Forbid', undefined, 2100],
    )
    assert.equal(podOf('sweep.yaml')?.restartPolicy, 'Never')
    assert.equal(read<ICronJob>('polish.yaml').spec?.suspend, true)
  })

  it('have nothing for what a person runs', () => assert.equal(files.has('ask.yaml'), false))

  it('name the migration after its version, as a job can not be changed', () => {
    assert.match(read<IJob>('migrate.yaml').metadata?.name ?? '', /^testimony-migrate-\d+-\d+-\d+$/)
  })
})
