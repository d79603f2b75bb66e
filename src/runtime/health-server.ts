import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import type { Logger } from './logger.ts'
import { PlainFault } from './plain-fault.ts'
import type { Readiness } from './readiness.ts'

export interface HealthServerOptions {
  host: string
  /** 0 takes one that is free. */
  port: number
  readiness: Pick<Readiness, 'look'>
  /** As Prometheus reads them; without it there is no such page. */
  readMetrics: (() => Promise<string>) | undefined
  log: Logger
}

export interface HealthServer extends AsyncDisposable {
  readonly port: number
}

interface Answer {
  status: number
  type: string
  body: string
  headers?: Record<string, string>
}

const SECOND = 1000
const LIMITS = {
  maxHeaderSize: 8192,
  headersTimeout: 5 * SECOND,
  requestTimeout: 5 * SECOND,
  keepAliveTimeout: 5 * SECOND,
  connectionsCheckingInterval: 2 * SECOND,
}
/** Some probes and a few that scrape; more at a time are not answered. */
const MAX_CONNECTIONS = 64

const json = (status: number, value: object): Answer => ({ status, type: 'application/json', body: `${JSON.stringify(value)}\n` })

const answerTo = async ({ method, url }: IncomingMessage, { readiness, readMetrics }: HealthServerOptions): Promise<Answer> => {
  if (method !== 'GET' && method !== 'HEAD') return { ...json(405, { status: 'only GET and HEAD' }), headers: { allow: 'GET, HEAD' } }
  const path = url?.replace(/\?.*$/s, '')
  // That the event loop comes to this line is the answer.
  if (path === '/healthz') return json(200, { status: 'alive' })
  if (path === '/readyz') {
    const reasons = await readiness.look()
    return reasons.length === 0 ? json(200, { status: 'ready' }) : json(503, { status: 'not ready', reasons })
  }
  if (path === '/metrics' && readMetrics)
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await readMetrics() }
  return json(404, { status: 'not found' })
}

const respond = (response: ServerResponse, { status, type, body, headers }: Answer, withBody: boolean): void => {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(withBody ? body : undefined)
}

const listen = async (server: Server, { host, port }: HealthServerOptions): Promise<number> => {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new PlainFault(
      'health-address-unusable',
      `Can't listen on ${host} port ${port} for health and metrics (${code}): give HEALTH_HOST an address of this machine and HEALTH_PORT a free port, one for each process`,
      { cause },
    )
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/**
 * Serves `/healthz` (the process lives), `/readyz` (it can work; 503 and the reasons where it can't) and `/metrics` to
 * platforms and monitors. It takes no input, and is open to whoever reaches its address: nothing in it is secret.
 */
export const startHealthServer = async (options: HealthServerOptions): Promise<HealthServer> => {
  const { log } = options
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const withBody = request.method !== 'HEAD'
    try {
      respond(response, await answerTo(request, options), withBody)
    } catch (error) {
      log.warn({ error, url: request.url }, 'A health request could not be answered')
      respond(response, json(500, { status: 'broken' }), withBody)
    }
  }
  const server = createServer(LIMITS, (request, response) => void handle(request, response))
  server.maxConnections = MAX_CONNECTIONS
  const port = await listen(server, options)
  // Alone it keeps no process alive.
  server.unref()
  log.info({ host: options.host, port }, 'Serving health and metrics')
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
