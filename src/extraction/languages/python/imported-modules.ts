/** Where Python's imports lead, as far as it says what tests are about. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { ImportSupport, ModuleLookup } from '../../language.ts'
import { isLibraryModule } from './library/index.ts'
import { resolveInRepository } from './python-modules.ts'

/** What tests are written with, whatever they are about. */
const OF_TESTS =
  /^(?:_?pytest|py\.test|pytest_.*|unittest2|nose2?|mock|hypothesis|parameterized|ddt|testtools|testfixtures|testscenarios|assertpy|hamcrest|sure|freezegun|time_machine|responses|requests_mock|respx|aioresponses|httpretty|flexmock|mockito|doublex)$/

/** Besides those that are the library's whatever the repository holds: what is rarely imported, or went. */
const OF_LIBRARY = new Set(
  '__future__ __main__ _thread aifc antigravity asynchat asyncore audioop cProfile cgi cgitb chunk compression crypt distutils encodings genericpath idlelib imghdr imp lib2to3 mailcap modulefinder msilib msvcrt nis nntplib nt ntpath nturl2path opcode ossaudiodev pipes py_compile pydoc_data pyexpat rlcompleter smtpd sndhdr spwd sre_compile sre_constants sre_parse sunau tabnanny telnetlib this tty turtledemo uu winsound xdrlib __builtin__ BaseHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SocketServer StringIO Tkinter UserDict anydbm cPickle cStringIO commands cookielib dummy_threading exceptions httplib htmlentitydefs new robotparser sets thread urllib2 urlparse xmlrpclib'.split(
    ' ',
  ),
)

/** How a module in a package is imported. */
export const submoduleName = (source: string, name: string): string => (source.endsWith('.') ? source + name : `${source}.${name}`)

/** A file that is no package has none. */
const submoduleOf = (path: string, name: string, { has }: ModuleLookup): string | undefined => {
  if (!/(?:^|\/)__init__\.py$/.test(path)) return undefined
  const directory = path.slice(0, -'__init__.py'.length)
  return [`${directory}${name}/__init__.py`, `${directory}${name}.py`].find(has)
}

export const pythonImports: ImportSupport = {
  leadsTo: (imported, directory, lookup) => {
    const [source = '', names = ''] = imported.split(':')
    if (lookup.host(source) !== undefined) return []
    const from = new ModuleInstance(directory === '' ? 'file.py' : `${directory}/file.py`)
    const pathOf = (name: string): string | null => {
      const found = resolveInRepository(name, from, lookup)
      return found instanceof ModuleInstance ? found.path : null
    }
    const whole = pathOf(source)
    const taken = names === '' ? [] : names.split(',')
    const submodules = taken.flatMap(
      (name) => (whole === null ? pathOf(submoduleName(source, name)) : submoduleOf(whole, name, lookup)) ?? [],
    )
    if (submodules.length > 0) return submodules.length < taken.length && whole !== null ? [whole, ...submodules] : submodules
    if (whole !== null) return [whole]
    const [root = ''] = source.split('.')
    return root === '' || isLibraryModule(root) || OF_LIBRARY.has(root) || OF_TESTS.test(root) ? [] : [root]
  },
}
