import type { Service } from '../../infra/service.ts'
import { CACHE, valuesOf } from './described-setting.ts'
import { HASH_NOTICE } from './generated.ts'

/** The user `node` of the image, by number: Kubernetes can't tell whether a name is root. */
export const USER = 1000

/** Debian, as the bundled parsers need glibc. Slim, so there is no curl: Node asks itself whether it is well. */
const BASE = 'node:24-bookworm-slim'

const nativePackages = ({ name }: Service): string =>
  `# Only what has native parts is outside the bundle. The lock file says which versions, and drops what is not needed here.
RUN cp package-lock.json dist/${name}/ && npm install --prefix dist/${name} --omit=dev --ignore-scripts
`

/** How a bundle comes into an image; everything else is about the container. The build makes `dist/<process>`. */
const buildSteps = (service: Service): string => `FROM \${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build -- --without-types
${service.native ? nativePackages(service) : ''}`

const bundles = (service: Service): string =>
  [
    `COPY --from=build /build/dist/${service.name} ./`,
    ...(service.migrateBefore
      ? ['# For platforms that run a command of the image before they deploy it.', 'COPY --from=build /build/dist/migrate ./migrate/']
      : []),
  ].join('\n')

const GIT = `RUN apt-get update \\
  && apt-get install --yes --no-install-recommends ca-certificates git \\
  && rm -rf /var/lib/apt/lists/*
`

const environment = (service: Service): string => {
  const values = { NODE_ENV: 'production', ...('cache' in service && { XDG_CACHE_HOME: CACHE }), ...valuesOf(service) }
  return Object.entries(values)
    .map(([variable, value]) => `ENV ${variable}="${value}"`)
    .join('\n')
}

const health = (service: Service): string => {
  if (!('health' in service) || service.health === undefined) return ''
  const ask = `fetch('http://127.0.0.1:${service.health}/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))`
  return `EXPOSE ${service.health}
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 CMD ["node", "--eval", ${JSON.stringify(ask)}]
`
}

export const dockerfileOf = (service: Service): string => `${HASH_NOTICE}# ${service.does}
#
#   docker build --file infra/${service.name}/Dockerfile --tag testimony-${service.name} .

ARG NODE_IMAGE=${BASE}

${buildSteps(service)}
FROM \${NODE_IMAGE}
${service.git ? GIT : ''}WORKDIR /app
${bundles(service)}
${'cache' in service ? `RUN install --directory --owner=${USER} --group=${USER} ${CACHE}\n` : ''}${environment(service)}
USER ${USER}:${USER}
STOPSIGNAL SIGTERM
${health(service)}# No shell and no npm in between, which would keep SIGTERM to themselves.
ENTRYPOINT ["node", "main.js"]
`
