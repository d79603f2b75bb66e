import { dirname, relative } from 'node:path/posix'
import type { Language } from '../../facts/program.ts'
import type { LanguageSupport } from '../../language.ts'
import { javaScriptImports } from './javascript-imports.ts'
import { javaScriptSemantics } from './javascript-semantics.ts'
import { MODULE_GLOB, moduleGlob } from './module-glob.ts'
import { aliasedPackage, modulePath } from './module-path.ts'
import { handedOn } from './declaring/handed-on.ts'
import { jscodeshiftTests } from './declaring/jscodeshift-tests.ts'
import { mochaEach } from './declaring/mocha-each.ts'
import { ruleTesterModule } from './declaring/rule-tester.ts'
import { vitestRuleTesterModule } from './declaring/vitest-rule-tester.ts'
import { globLibrary, globOfFileSystem } from './glob-libraries.ts'
import { fileSystem } from './file-system.ts'
import { lodashModule } from './lodash.ts'
import { ownFramework } from './own-framework.ts'
import { nodeLibrary, REPOSITORY_ROOT } from './node-library.ts'
import { templateTags } from './template-tags.ts'
import { yamlLibrary } from './yaml-library.ts'

/** `require(join(__dirname, name))`: a path of the repository as one from the importing file. */
const relativePath = (source: string, from: string): string =>
  source.startsWith(`${REPOSITORY_ROOT}/`) ? `./${relative(dirname(from), source.slice(REPOSITORY_ROOT.length + 1))}` : source

const languageOf = (path: string): Language | null => {
  if (/\.[cm]?jsx?$/.test(path)) return 'javascript'
  if (path.endsWith('.tsx')) return 'tsx'
  if (path.endsWith('.json')) return 'json'
  return /(?<!\.d)\.[cm]?ts$/.test(path) && !/\.d\.[\w.-]+\.ts$/.test(path) ? 'typescript' : null
}

/** JavaScript and TypeScript. */
export const javaScript: LanguageSupport = {
  name: 'javascript',
  imports: javaScriptImports,
  languageOf,
  semantics: javaScriptSemantics,
  resolvesByDirectory: true,
  outside: handedOn,
  resolve: (source, from, lookup) => {
    if (source === MODULE_GLOB) return moduleGlob(from, lookup, (path) => languageOf(path) !== null)
    const name = aliasedPackage(source, from.path, lookup.project) ?? source
    const provided =
      lookup.host(name) ??
      nodeLibrary(name) ??
      fileSystem(name, lookup, globOfFileSystem) ??
      globLibrary(name, lookup) ??
      lodashModule(name) ??
      ruleTesterModule(name) ??
      vitestRuleTesterModule(name) ??
      jscodeshiftTests(name) ??
      mochaEach(name) ??
      templateTags(name) ??
      yamlLibrary(name)
    if (provided !== undefined) return provided
    const path = modulePath(relativePath(source, from.path), from.path, lookup)
    return path === null ? undefined : (ownFramework(path, lookup) ?? lookup.module(path))
  },
}
