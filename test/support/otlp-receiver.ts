/** A collector for tests: takes traces and metrics as OTLP, and reads those in JSON. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'

import * as z from 'zod'

const attributes = z.array(
  z.object({
    key: z.string(),
    value: z.object({
      stringValue: z.string().optional(),
      intValue: z.union([z.number(), z.string()]).optional(),
      boolValue: z.boolean().optional(),
      doubleValue: z.number().optional(),
    }),
  }),
)

const tracesRequest = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes,
              events: z.array(z.object({ name: z.string(), attributes })).default([]),
              status: z.object({ code: z.number().default(0), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
})

const metricsRequest = z.object({
  resourceMetrics: z.array(z.object({ scopeMetrics: z.array(z.object({ metrics: z.array(z.object({ name: z.string() })) })) })),
})

export interface ReceivedSpan {
  /** Of the process that sent it. */
  service: string
  name: string
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer'
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  attributes: Record<string, unknown>
  failed: boolean
}

export interface OtlpReceiver extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, for OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string
  spans: readonly ReceivedSpan[]
  /** The names of all metrics that came. */
  metricNames: ReadonlySet<string>
  /** All that came, word for word: to look for what must not be in it. */
  readonly everything: string
  requests: readonly { path: string; headers: IncomingMessage['headers']; body: Buffer }[]
}

const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const

const valuesOf = (given: z.infer<typeof attributes>): Record<string, unknown> =>
  Object.fromEntries(
    given.map(({ key, value }) => [
      key,
      value.stringValue ?? value.boolValue ?? value.doubleValue ?? (value.intValue === undefined ? undefined : Number(value.intValue)),
    ]),
  )

const spansIn = (body: Buffer): ReceivedSpan[] =>
  tracesRequest.parse(JSON.parse(body.toString())).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        service: String(valuesOf(resource.attributes)['service.name']),
        name: span.name,
        kind: KINDS[span.kind] ?? 'internal',
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || undefined,
        attributes: valuesOf(span.attributes),
        failed: span.status.code === 2,
      })),
  )

const namesIn = (body: Buffer): string[] =>
  metricsRequest
    .parse(JSON.parse(body.toString()))
    .resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)))

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const body = Buffer.concat(await Array.fromAsync(request))
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

interface OtlpReceiverOptions {
  /** Takes requests and never answers. */
  hangs?: boolean
  /** Called when spans have come, before whoever sent them is told so. */
  onSpans?: (spans: readonly ReceivedSpan[]) => Promise<void>
}

export const startOtlpReceiver = async ({ hangs = false, onSpans }: OtlpReceiverOptions = {}): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = []
  const metricNames = new Set<string>()
  const requests: { path: string; headers: IncomingMessage['headers']; body: Buffer }[] = []

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    const path = request.url ?? ''
    requests.push({ path, headers: request.headers, body })
    if (request.headers['content-type'] === 'application/json') {
      if (path === '/v1/traces') {
        const come = spansIn(body)
        spans.push(...come)
        await onSpans?.(come)
      }
      if (path === '/v1/metrics') for (const name of namesIn(body)) metricNames.add(name)
    }
    if (!hangs) response.writeHead(200, { 'content-type': request.headers['content-type'] }).end(body.length > 0 ? '{}' : '')
  }
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port')
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    spans,
    metricNames,
    requests,
    get everything() {
      return requests.map(({ body }) => body.toString('latin1')).join('\n')
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
