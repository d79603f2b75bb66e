import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { ConfigurationError, readConfiguration } from './configuration.ts'
import { otlpTargetsOf, telemetrySettings } from './telemetry-settings.ts'

const read = (environment: NodeJS.ProcessEnv) => readConfiguration({ own: {}, common: telemetrySettings }, environment)
const targetsOf = (environment: NodeJS.ProcessEnv) => otlpTargetsOf(read(environment).common)
const faultsOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    read(environment)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigurationError)
    return error.faults
  }
}

const ENDPOINT = 'http://collector:4318'

describe('where telemetry is sent', () => {
  it('is nowhere unless somebody says so', () => {
    assert.deepEqual(targetsOf({}), { traces: undefined, metrics: undefined })
  })

  it('is the path of each signal under the common address, whatever slash it ends with', () => {
    for (const end of ['', '/', '/base/']) {
      const { traces, metrics } = targetsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: `${ENDPOINT}${end}` })
      const base = `${ENDPOINT}${end.replace(/\/$/, '')}`
      assert.deepEqual([traces?.url, metrics?.url], [`${base}/v1/traces`, `${base}/v1/metrics`])
    }
  })

  it("is a signal's own address as it is, with its own headers over the common ones", () => {
    const { traces, metrics } = targetsOf({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=three%20and%3D',
    })
    assert.deepEqual(traces, { url: 'https://traces.example/in', headers: { a: '1', b: 'three and=' } })
    assert.equal(metrics, undefined)
  })

  it('is nowhere where it is switched off', () => {
    assert.deepEqual(targetsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_SDK_DISABLED: 'true' }), {
      traces: undefined,
      metrics: undefined,
    })
    const { traces, metrics } = targetsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })
    assert.deepEqual([traces, metrics?.url], [undefined, `${ENDPOINT}/v1/metrics`])
  })
})

describe('faults of what is set for telemetry', () => {
  const faulty: NodeJS.ProcessEnv = {
    OTEL_SDK_DISABLED: 'perhaps',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://user:hunter2@traces.example',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization hunter2',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TIMEOUT: '10s',
    OTEL_TRACES_SAMPLER: 'sometimes',
    OTEL_TRACES_SAMPLER_ARG: '1.5',
    OTEL_RESOURCE_ATTRIBUTES: 'team=%zz',
  }

  it('are each told by name, and none with what was set', () => {
    const faults = faultsOf(faulty)
    assert.deepEqual(new Set(faults.map((fault) => fault.split(' ')[0])), new Set(Object.keys(faulty)))
    assert.equal(faults.length, Object.keys(faulty).length)
    assert.doesNotMatch(faults.join('\n'), /hunter2/)
  })

  it('are not what is right', () => {
    assert.deepEqual(
      faultsOf({
        OTEL_TRACES_SAMPLER_ARG: '0.25',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b,empty=',
      }),
      [],
    )
  })

  it('are headers that no request can carry', () => {
    for (const headers of ['a=%0d%0ab', 'a b=1', '=1', 'a=ü'])
      assert.equal(faultsOf({ OTEL_EXPORTER_OTLP_HEADERS: headers }).length, 1, headers)
  })
})

describe('secrets of what is set for telemetry', () => {
  it('are each header by itself, as it is sent', () => {
    const { secrets } = read({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20aHVudGVyMg%3D%3D,x-key=other' })
    for (const secret of ['Basic aHVudGVyMg==', 'other']) assert.ok(secrets.includes(secret), secret)
  })
})
