import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { createGunzip } from 'node:zlib'

export interface GitServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** Each request so far, as `<method> <path and query>`. */
  readonly requests: string[]
  readonly headers: IncomingMessage['headers'][]
}

export interface GitServerOptions {
  /** Bare repositories, by the first part of the path. */
  root: string
  /** Answers a request itself and gives true, or leaves it to git. */
  intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Speak only the oldest protocol, as servers before 2018 do. */
  protocolZero?: boolean
}

/** What git's CGI program answers: headers, an empty line, the body. */
const relay = async (request: IncomingMessage, response: ServerResponse, options: GitServerOptions): Promise<void> => {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const version = request.headers['git-protocol']
  const cgi = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_PROJECT_ROOT: options.root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method ?? 'GET',
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      REMOTE_ADDR: '127.0.0.1',
      ...(version === undefined || options.protocolZero === true ? {} : { GIT_PROTOCOL: String(version) }),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  cgi.stdin.on('error', () => {})
  const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request
  body.pipe(cgi.stdin)
  response.on('close', () => cgi.kill())
  let head = Buffer.alloc(0)
  let inBody = false
  for await (const chunk of cgi.stdout) {
    if (inBody) {
      // Where the client leaves, this never goes on, and `close` has ended the program.
      if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve))
      continue
    }
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end === -1) continue
    inBody = true
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const colon = line.indexOf(': ')
      if (line.startsWith('Status: ')) response.statusCode = Number(line.slice(8, 11))
      else response.setHeader(line.slice(0, colon), line.slice(colon + 2))
    }
    response.write(head.subarray(end + 4))
  }
  response.end()
}

/** A real git server (git http-backend) on loopback that counts what is asked of it. */
export const startGitServer = async (options: GitServerOptions): Promise<GitServer> => {
  const requests: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    headers.push(request.headers)
    if (options.intercept?.(request, response) === true) return
    relay(request, response, options).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    headers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
