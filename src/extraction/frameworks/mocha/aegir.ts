/** Which files aegir gives to Mocha: those that its arguments name, else those it looks for. https://github.com/ipfs/aegir */
import { optionValues, parseArguments } from '../../languages/javascript/package-scripts.ts'

const FLAGS = new Set(['cov', 'watch', 'w', 'bail', 'progress', 'debug', 'd', 'build', 'exit'])

/** For Node.js and for browsers, as they are written; what is run is what is built from them. */
const LOOKED_FOR = ['test/{node,browser}.?(c|m)[jt]s', 'test/**/*.spec.?(c|m)[jt]s']

/** Null where it does something else than to test. */
export const aegirFiles = (args: readonly string[]): string[] | null => {
  const parsed = parseArguments(args, FLAGS)
  if (parsed.positional[0] !== 'test') return null
  const named = [...optionValues(parsed, 'f', 'files'), ...parsed.positional.slice(1)]
  return named.length > 0 ? named : LOOKED_FOR
}
