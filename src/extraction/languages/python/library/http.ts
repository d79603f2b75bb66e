/** `http`: its enumerations, by whose members tables of answers are written. */
import { type ClassValue, UNKNOWN } from '../../../evaluation/value.ts'
import { nativeModule } from '../python-calls.ts'
import { libraryEnumeration } from './enum.ts'

const STATUSES: Record<number, string> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  418: "I'm a Teapot",
  421: 'Misdirected Request',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  510: 'Not Extended',
  511: 'Network Authentication Required',
}

/** Renamed from one version of Python to another: their names, old and new, stand for the number all the same. */
const RENAMED: Record<string, number> = {
  REQUEST_ENTITY_TOO_LARGE: 413,
  CONTENT_TOO_LARGE: 413,
  REQUEST_URI_TOO_LONG: 414,
  URI_TOO_LONG: 414,
  REQUESTED_RANGE_NOT_SATISFIABLE: 416,
  RANGE_NOT_SATISFIABLE: 416,
  UNPROCESSABLE_ENTITY: 422,
  UNPROCESSABLE_CONTENT: 422,
}

const METHODS = ['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']

const constantName = (phrase: string): string => phrase.replace("I'm a", 'IM A').replaceAll(/[ -]/g, '_').toUpperCase()

const status = (): ClassValue => {
  const known = Object.entries(STATUSES).map(([code, phrase]) => [constantName(phrase), Number(code)] as const)
  const type = libraryEnumeration('http', 'HTTPStatus', 'IntEnum', [...known, ...Object.entries(RENAMED)])
  for (const [name, code] of known) {
    const member = type.members.get(name)
    if (typeof member === 'object' && member?.kind === 'object') member.entries.set('phrase', STATUSES[code] ?? UNKNOWN)
  }
  return type
}

export const httpModule = nativeModule('http', {
  HTTPStatus: status(),
  HTTPMethod: libraryEnumeration(
    'http',
    'HTTPMethod',
    'StrEnum',
    METHODS.map((name) => [name, name]),
  ),
})
