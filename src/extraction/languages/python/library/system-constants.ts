/** Numbers of `signal` and `socket`, as far as all POSIX systems have the same: members of enumerations, most of them. */
import type { ClassValue, Value } from '../../../evaluation/value.ts'
import { nativeModule } from '../python-calls.ts'
import { libraryEnumeration } from './enum.ts'

const SIGNALS = libraryEnumeration(
  'signal',
  'Signals',
  'IntEnum',
  Object.entries({
    SIGHUP: 1,
    SIGINT: 2,
    SIGQUIT: 3,
    SIGILL: 4,
    SIGTRAP: 5,
    SIGABRT: 6,
    SIGFPE: 8,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGPIPE: 13,
    SIGALRM: 14,
    SIGTERM: 15,
  }),
)
const FAMILIES = libraryEnumeration('socket', 'AddressFamily', 'IntEnum', Object.entries({ AF_UNSPEC: 0, AF_UNIX: 1, AF_INET: 2 }))
const KINDS = libraryEnumeration('socket', 'SocketKind', 'IntEnum', Object.entries({ SOCK_STREAM: 1, SOCK_DGRAM: 2, SOCK_RAW: 3 }))

/** The members as the names of their module that they are too. */
const membersOf = ({ members }: ClassValue): Record<string, Value> =>
  Object.fromEntries([...members].filter(([name]) => !name.startsWith('%')))

export const signalModule = nativeModule('signal', { Signals: SIGNALS, ...membersOf(SIGNALS) })

export const socketModule = nativeModule('socket', {
  AddressFamily: FAMILIES,
  SocketKind: KINDS,
  ...membersOf(FAMILIES),
  ...membersOf(KINDS),
  IPPROTO_ICMP: 1,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
})
