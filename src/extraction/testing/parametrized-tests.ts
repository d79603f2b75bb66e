/** What parameters of a pytest test are listed as. */
import { linkTexts } from './link-texts.ts'

/** Tests with their statuses, whether they are conditional, and their cases: `?` where these are dynamic. */
export const parametrizedTests = (text: string): string[] =>
  linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': `import os\nimport sys\nimport pytest\n${text}` }).files.flatMap(({ tests }) =>
    tests.map(({ name, status, modifiers, cases }) => {
      const names = cases?.kind === 'listed' ? cases.names.map((one) => one.slice(name.length)).join(' ') : cases ? '?' : ''
      return [status, ...modifiers, names].join(' ')
    }),
  )

/** A test over `rows`, which the text before it makes; `more` are arguments of the mark. */
export const testOver = (rows: string, more = ''): string => `${rows}\n@pytest.mark.parametrize("x", rows${more})\ndef test_it(x): pass\n`
