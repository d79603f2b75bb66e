import { analysisJob, readAnalysisSummary, type AnalysisPayload } from '../../src/analysis/analysis-job.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { SettingValues } from '../../src/runtime/setting.ts'
import { checkNetworkTarget } from '../../src/source/network-target.ts'
import { parseRef } from '../../src/source/ref-name.ts'
import { parseRemoteUrl } from '../../src/source/remote-url.ts'
import { SOURCE_ERROR_KINDS, SourceError } from '../../src/source/source-error.ts'
import type { AnalysisRequest } from './arguments.ts'
import { countOf, requestedWork, type RequestedWork, type WorkTelling } from './requested-work.ts'
import type { enqueueSettings } from './settings.ts'

/** Refuses at once what every analyzer would refuse. */
export const analysisWork = async (
  request: AnalysisRequest,
  configuration: SettingValues<typeof enqueueSettings>,
): Promise<RequestedWork> => requestedWork(analysisJob, await checkRequest(request, configuration), TELLING)

/** A name that can't be looked up here may still be known to the analyzers. */
const checkRequest = async (
  { repository, ref }: AnalysisRequest,
  { allowPrivateNetworks, allowedHosts }: SettingValues<typeof enqueueSettings>,
): Promise<AnalysisPayload> => {
  const url = parseRemoteUrl(repository, { allowHttp: allowPrivateNetworks })
  try {
    await checkNetworkTarget(url, { allowPrivateNetworks, ...(allowedHosts.length > 0 && { allowedHosts }) })
  } catch (error) {
    const unknownHere = error instanceof SourceError && (error.code === 'network-failed' || error.code === 'host-not-found')
    if (!unknownHere) throw error
  }
  return { repository: url.href, ...(ref !== undefined && { ref: parseRef(ref) }) }
}

const isSourceCode = (code: string): code is keyof typeof SOURCE_ERROR_KINDS => Object.hasOwn(SOURCE_ERROR_KINDS, code)

const TELLING: WorkTelling = {
  // Analysers tell of a fetch in kilobytes, and of all else in files.
  unitOf: (phase) => (phase === 'fetch' ? 'kB' : 'files'),
  tellCompleted: (result, display) => {
    const summary = readAnalysisSummary(result)
    const incomplete = summary !== undefined && summary.diagnostics > 0
    const found = summary
      ? `: ${countOf(summary.tests, 'test')} at commit ${summary.commit ?? 'unknown'}, as analysis ${summary.analysisId}`
      : ''
    display.say(`done${found}${incomplete ? `; incomplete, with ${countOf(summary.diagnostics, 'diagnostic')}` : ''}`)
    return incomplete ? EXIT_CODE.incomplete : EXIT_CODE.done
  },
  exitCodeOfFault: (code) => {
    const kind = isSourceCode(code) ? SOURCE_ERROR_KINDS[code] : undefined
    return kind === 'unavailable' || kind === 'too-large' ? EXIT_CODE.unavailable : EXIT_CODE.failed
  },
}
