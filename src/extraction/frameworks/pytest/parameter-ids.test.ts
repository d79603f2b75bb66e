import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

/** An expression and the id that pytest gives its value as the parameter `it`; `?` where that isn't to be told. */
const IDS: readonly (readonly [expression: string, id: string])[] = [
  ['gzip.open', 'open'],
  ['bz2.open', 'open'],
  ['gc.collect', 'collect'],
  ['gc.callbacks', '?'],
  ['collections.abc.Sized', 'Sized'],
  ['collections.abc.Iterable[int]', 'Iterable'],
  ['ftplib.FTP_TLS', 'FTP_TLS'],
  ['smtplib.SMTP', 'SMTP'],
  ['os.R_OK', '4'],
  ['sys.stdout.buffer', 'it0'],
  ['datetime.datetime(2016, 1, 8).time()', 'it0'],
  ['datetime.datetime.now().replace(year=2016)', 'it0'],
  ['signal.SIGTERM', '15'],
  ['re.I | re.M', 're.IGNORECASE|re.MULTILINE'],
  ["re.compile('a+', re.I)", 'a+'],
]

describe('pytest names a parameter', () => {
  for (const [expression, id] of IDS)
    it(`${expression}: ${id}`, () => {
      const text = `import bz2, collections.abc, datetime, ftplib, gc, gzip, os, re, signal, smtplib, sys, pytest
@pytest.mark.parametrize("it", [${expression}])
def test_it(it): pass
`
      const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': text })
      assert.deepEqual(
        files.flatMap(({ tests }) => tests.map(({ cases }) => (cases?.kind === 'listed' ? cases.names : '?'))),
        id === '?' ? ['?'] : [[`test_it[${id}]`]],
      )
    })
})
