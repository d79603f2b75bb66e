/**
 * A server of models for tests: speaks the protocols of OpenAI, Gemini and Anthropic on loopback, and answers as it is told.
 *
 *     await using server = await startModelServer({ reply: (asked) => ({ kind: 'text', text: answerWell(asked) }) })
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { answerOf, askedOf, protocolOf, refusalOf, type Asked } from './model-protocols.ts'

export type Reply =
  | { kind: 'text'; text: string; finish?: 'stop' | 'length'; headers?: Record<string, string> }
  | { kind: 'refusal' }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  /** A body that is what it says, by whatever protocol. */
  | { kind: 'raw'; body: string }
  | { kind: 'hang' }
  /** The connection ends in the middle of an answer. */
  | { kind: 'cut' }
  | { kind: 'later'; milliseconds: number; reply: Reply }

export interface ModelServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  url: string
  requests: readonly Asked[]
  /** The most requests that were open at once. */
  readonly mostAtOnce: number
}

/** What a good model answers: places by folder and suite, a sentence for each test. */
export const answerWell = ({ step, tests }: Pick<Asked, 'step' | 'tests'>): string => {
  if (step === 'summarise') return JSON.stringify({ summary: 'Keeps what its tests say.' })
  if (step === 'phrase') {
    return JSON.stringify({ sentences: Array.from(tests, ([id, { name }]) => ({ tests: [id], text: `Sees to ${name}.` })) })
  }
  const byDomain = Map.groupBy(tests, ([, { path }]) => path.split('/')[0] ?? '')
  const domains = Array.from(byDomain, ([folder, inside]) => ({
    name: `Domain ${folder}`,
    features: Array.from(
      Map.groupBy(inside, ([, { path, suites }]) => suites[0] ?? path),
      ([suite, those]) => ({
        name: `Feature ${suite}`,
        tests: those.map(([id]) => id),
      }),
    ),
  }))
  return JSON.stringify({ domains })
}

const send = (response: ServerResponse, asked: Asked, reply: Reply): void => {
  const json = { 'content-type': 'application/json' }
  switch (reply.kind) {
    case 'text':
      response.writeHead(200, { ...json, ...reply.headers }).end(JSON.stringify(answerOf(asked, reply.text, reply.finish ?? 'stop')))
      return
    case 'refusal':
      response.writeHead(200, json).end(JSON.stringify(refusalOf(asked)))
      return
    case 'status':
      response
        .writeHead(reply.status, { ...json, ...reply.headers })
        .end(JSON.stringify(reply.body ?? { error: { message: 'As it was told' } }))
      return
    case 'raw':
      response.writeHead(200, json).end(reply.body)
      return
    case 'hang':
      return
    case 'cut':
      response.writeHead(200, { ...json, 'content-length': '1000' })
      response.write('{"choices":[{"mess', () => response.destroy())
      return
    case 'later':
      setTimeout(() => send(response, asked, reply.reply), reply.milliseconds).unref()
  }
}

/** `reply`: what is answered to the nth request, from 0; a good answer where it is not given. */
export const startModelServer = async ({
  reply = (asked) => ({ kind: 'text', text: answerWell(asked) }),
}: { reply?: (asked: Asked, index: number) => Reply } = {}): Promise<ModelServer> => {
  const requests: Asked[] = []
  let [open, mostAtOnce] = [0, 0]

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    open += 1
    mostAtOnce = Math.max(mostAtOnce, open)
    response.on('close', () => {
      open -= 1
    })
    const body = Buffer.concat(await Array.fromAsync(request)).toString()
    const path = request.url ?? ''
    const protocol = protocolOf(path)
    if (protocol === undefined) {
      response.writeHead(404).end()
      return
    }
    const asked = askedOf(protocol, path, request.headers, body)
    requests.push(asked)
    send(response, asked, reply(asked, requests.length - 1))
  }
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server of models has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    get mostAtOnce() {
      return mostAtOnce
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
