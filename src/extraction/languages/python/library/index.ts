/** What Python's own library provides, as far as tests are made with it. */
import type { Value } from '../../../evaluation/value.ts'
import { abslParameterizedModule, abslTestingModule } from './absl-parameterized.ts'
import { collectionsModule } from './collections.ts'
import { attrModule, attrsModule, dataclassesModule } from './dataclasses.ts'
import { ddtModule } from './ddt.ts'
import { base64Module, binasciiModule, hashlibModule, htmlModule, zlibModule } from './encodings.ts'
import { enumModule } from './enum.ts'
import { globModule, osModule, osPathModule } from './os.ts'
import { functoolsModule } from './functools.ts'
import { hypothesisModule } from './hypothesis.ts'
import { httpModule } from './http.ts'
import { inspectModule } from './inspect.ts'
import { itertoolsModule } from './itertools.ts'
import { jsonModule } from './json.ts'
import { opaqueModules } from './opaque-classes.ts'
import { operatorModule } from './operator.ts'
import { parameterizedModule } from './parameterized.ts'
import { pkgutilModule } from './pkgutil.ts'
import { reModule } from './re.ts'
import { signalModule, socketModule } from './system-constants.ts'
import { testcaseModule, testtoolsModule } from './testtools.ts'
import { unittestModule } from './unittest.ts'
import { urllibModule, urllibParseModule } from './urllib.ts'

const MODULES: Readonly<Record<string, Value>> = {
  ...opaqueModules,
  'absl.testing': abslTestingModule,
  'absl.testing.parameterized': abslParameterizedModule,
  attr: attrModule,
  attrs: attrsModule,
  base64: base64Module,
  binascii: binasciiModule,
  collections: collectionsModule,
  dataclasses: dataclassesModule,
  ddt: ddtModule,
  enum: enumModule,
  functools: functoolsModule,
  glob: globModule,
  hypothesis: hypothesisModule,
  hashlib: hashlibModule,
  html: htmlModule,
  http: httpModule,
  inspect: inspectModule,
  itertools: itertoolsModule,
  json: jsonModule,
  operator: operatorModule,
  os: osModule,
  'os.path': osPathModule,
  parameterized: parameterizedModule,
  'parameterized.parameterized': parameterizedModule,
  pkgutil: pkgutilModule,
  posixpath: osPathModule,
  re: reModule,
  signal: signalModule,
  socket: socketModule,
  testtools: testtoolsModule,
  'testtools.testcase': testcaseModule,
  typing_extensions: opaqueModules['typing'],
  unittest: unittestModule,
  'unittest.case': unittestModule,
  unittest2: unittestModule,
  urllib: urllibModule,
  zlib: zlibModule,
  'urllib.parse': urllibParseModule,
}

export const libraryModule = (name: string): Value | undefined => (Object.hasOwn(MODULES, name) ? MODULES[name] : undefined)

const NAMES = new Set(
  'abc argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 calendar cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap multiprocessing netrc numbers operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd pyclbr pydoc queue quopri random re readline reprlib resource runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tarfile tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo'.split(
    ' ',
  ),
)

const GONE = new Set(
  '__builtin__ anydbm BaseHTTPServer CGIHTTPServer commands ConfigParser Cookie cookielib copy_reg cPickle cStringIO dumbdbm dummy_thread htmlentitydefs HTMLParser httplib Queue robotparser SimpleHTTPServer SimpleXMLRPCServer SocketServer StringIO thread Tkinter tkMessageBox urllib2 urlparse UserDict UserList UserString xmlrpclib'.split(
    ' ',
  ),
)

/** Whether it was a module of Python 2 alone: importing it raises, where nothing else has the name. */
export const isGoneModule = (name: string): boolean => GONE.has(name)

/** Whether an import leads into Python's own library whatever the repository holds. */
export const isLibraryModule = (root: string): boolean => NAMES.has(root)
