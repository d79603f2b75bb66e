/** What goes wrong in a campaign. Each fault is over when its promise resolves. */
import { setTimeout as delay } from 'node:timers/promises'

import type { Client } from 'pg'

import type { OwnPostgres } from '../support/own-postgres.ts'
import type { Member } from './crew.ts'
import type { Random } from './random.ts'
import type { SlowNetwork } from './slow-network.ts'

export interface World {
  crew: readonly [Member, ...Member[]]
  server: OwnPostgres
  network: SlowNetwork
  /** Runs this on a connection of its own, past the network. */
  asOperator: <Result>(work: (client: Client) => Promise<Result>) => Promise<Result>
  random: Random
}

export interface Fault {
  name: string
  /** Whether the database is away, slow or loses connections by it. */
  ofDatabase?: boolean
  strike: (world: World) => Promise<string>
}

/** Past the 8 seconds of silence after which a job is somebody else's, and past the lease. */
const [SHORTEST_STOP, LONGEST_STOP] = [9000, 13_000]

/** The one that others can't strike through. */
export const SERVER_RESTART = 'server restart'

/** Between the end of a process and its next start there is nobody. */
const told = ({ name }: Member, wasThere: boolean): string => (wasThere ? name : `${name}, which was not there`)

const victimOf = ({ crew, random }: World): Member => random.pick(crew)

export const FAULTS: readonly [Fault, ...Fault[]] = [
  {
    name: 'kill -9',
    strike: async (world) => {
      const victim = victimOf(world)
      return told(victim, victim.kill('SIGKILL'))
    },
  },
  {
    name: 'SIGTERM',
    strike: async (world) => {
      const victim = victimOf(world)
      return told(victim, victim.kill('SIGTERM'))
    },
  },
  {
    name: 'SIGTERM twice',
    strike: async (world) => {
      const victim = victimOf(world)
      const wasThere = victim.kill('SIGTERM')
      await delay(world.random.between(0, 300))
      victim.kill('SIGTERM')
      return told(victim, wasThere)
    },
  },
  {
    name: 'SIGSTOP',
    strike: async (world) => {
      const victim = victimOf(world)
      const stopped = world.random.between(SHORTEST_STOP, LONGEST_STOP)
      const wasThere = victim.kill('SIGSTOP')
      await delay(stopped)
      victim.kill('SIGCONT')
      return `${told(victim, wasThere)} for ${stopped} ms`
    },
  },
  {
    name: 'pg_terminate_backend',
    ofDatabase: true,
    strike: async ({ asOperator, random }) => {
      const share = random.pick([0.2, 0.5, 1])
      const { rows } = await asOperator((client) =>
        client.query<{ ended: number }>(
          `select count(pg_terminate_backend(pid))::int as ended from pg_stat_activity
           where pid <> pg_backend_pid() and application_name like 'testimony%' and ('x' || md5(pid || $1))::bit(32)::bigint < $2::float8 * 4294967296`,
          [String(random.next()), share],
        ),
      )
      return `${rows[0]?.ended} connections`
    },
  },
  {
    name: SERVER_RESTART,
    ofDatabase: true,
    strike: async ({ server, random }) => {
      const down = random.between(0, 3000)
      await server.stop()
      await delay(down)
      await server.start()
      return `down for ${down} ms`
    },
  },
  {
    name: 'slow network',
    ofDatabase: true,
    strike: async ({ network, random }) => {
      const [held, lasts] = [random.between(20, 400), random.between(2000, 6000)]
      network.setDelay(held)
      await delay(lasts)
      network.setDelay(0)
      return `${held} ms more for ${lasts} ms`
    },
  },
  {
    name: 'swallowed connections',
    ofDatabase: true,
    strike: async ({ network, random }) => {
      const lasts = random.between(5000, 30_000)
      const end = network.swallow()
      await delay(lasts)
      end()
      return `every connection, for ${lasts} ms`
    },
  },
  {
    name: 'cut network',
    ofDatabase: true,
    strike: async ({ network }) => {
      network.cut()
      return 'every connection'
    },
  },
]
