import { enableCompileCache } from 'node:module'
import { compiledFolderOf } from './cache-folder.ts'
import { PlainFault } from './plain-fault.ts'

/** Compiled code of earlier runs: a service that is started again is ready sooner, and needs less memory. It does without where there is no folder for it. */
export const keepCompiledCode = (environment: NodeJS.ProcessEnv): void => {
  try {
    enableCompileCache(compiledFolderOf(environment))
  } catch (fault) {
    if (!(fault instanceof PlainFault)) throw fault
  }
}
