/** Words that are written in one way only. Names written as identifiers have lost it; free text keeps what its author wrote. */

const listOf = (words: string): string[] => words.trim().split(/\s+/)

const SPELLINGS = listOf(`
  AES ANSI API APIs ASCII ASGI AST AWS BOM CBOR CDN CI CLI CORS CPU CRC CRLF CRUD CSP CSRF CSS CSV DB DDL DNS DOM DSN EOF ESM FIFO FTP
  GC GCP GMT GPU GUI GZIP HEX H2 HMAC HOC HSTS HTML HTTP HTTP2 HTTP3 HTTPS I/O IANA ID IDs IDE IIFE IO IP IPC IRI ISO JIT JSON JSONP JSX JWK JWKS JWT
  LDAP LF LRU LSP MAC MD5 MIME MVC NFC NFT NPM NULL OAS OIDC OK ORM OS OTP PDF PGP PID PNG POSIX PR QA QR RAM RBAC REPL REST RFC RGB RGBA
  ROI RPC RSA RSS S3 SAML SCSS SDK SEO SHA SHA1 SHA256 SHA512 SIGINT SIGTERM SIGKILL SLA SMS SMTP SOAP SPA SQL SSE SSH SSL SSO SSR SVG TCP
  TLS TOML TSV TSX TTL TTY UDP UI UID UPC URI URIs URL URLs UTC UTF UUID UUIDs UX VAT VM VPN WAL WSGI WWW XHR XML XSD XSS YAML ZIP
  Android Angular Azure Bash Chrome Django Docker Dockerfile Elasticsearch Excel Firefox Git GitHub GitLab Go Google GraphQL Gzip
  JavaScript Kafka Kotlin Kubernetes Linux Lua Markdown MongoDB MySQL NaN NumPy OAuth OAuth2 OpenAPI OpenID PostgreSQL PowerShell Python
  React Redis Ruby Safari Scala SQLite Swift TypeScript Unicode Unix Vue WebAssembly WebAuthn WebSocket WebSockets Windows YouTube
  base64 gRPC iOS IPv4 IPv6 macOS npm UTF-8 UTF-16
`)

/** Too common as plain words to be respelled wherever they stand. */
const PLAIN_WORDS = new Set([
  'bash',
  'excel',
  'go',
  'git',
  'hex',
  'mac',
  'null',
  'python',
  'react',
  'rest',
  'ruby',
  'safari',
  'swift',
  'windows',
  'zip',
])

const BY_LETTERS = new Map(SPELLINGS.map((word) => [word.toLowerCase().replaceAll(/[^a-z0-9]/g, ''), word]))

/** A word in lower case as it is written. */
export const spelled = (word: string): string => (PLAIN_WORDS.has(word) ? word : (BY_LETTERS.get(word) ?? word))

/** Whether a word is one of them in whatever capitals, and how it is written. */
export const isSpelling = (word: string): boolean => BY_LETTERS.has(word.toLowerCase())
export const spellingOf = (word: string): string => BY_LETTERS.get(word.toLowerCase()) ?? word

/** Whether a word has its own spelling, so that its first letter isn't to be changed. */
export const hasOwnSpelling = (word: string): boolean => BY_LETTERS.get(word.toLowerCase()) === word && !PLAIN_WORDS.has(word.toLowerCase())

/** Spellings whose capitals would be taken for the borders of words: `IPv4`, `GitHub`. */
export const MIXED_SPELLINGS: readonly string[] = SPELLINGS.filter(
  (word) => /^[A-Za-z]+[0-9]*$/.test(word) && /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(word),
)
