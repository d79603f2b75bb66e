import { keywordCode } from './python-tokens.ts'

/** The codes of the words that statements begin with and hold. */
export const keyword = {
  assert: keywordCode('assert'),
  async: keywordCode('async'),
  break: keywordCode('break'),
  class: keywordCode('class'),
  continue: keywordCode('continue'),
  def: keywordCode('def'),
  del: keywordCode('del'),
  elif: keywordCode('elif'),
  else: keywordCode('else'),
  for: keywordCode('for'),
  from: keywordCode('from'),
  global: keywordCode('global'),
  if: keywordCode('if'),
  import: keywordCode('import'),
  in: keywordCode('in'),
  nonlocal: keywordCode('nonlocal'),
  pass: keywordCode('pass'),
  raise: keywordCode('raise'),
  return: keywordCode('return'),
  try: keywordCode('try'),
  while: keywordCode('while'),
  with: keywordCode('with'),
}
