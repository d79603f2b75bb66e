/** A specification as `enqueue` sends it and tells of it. */
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { readSpecificationSummary, specificationJob } from '../../src/specification/specification-job.ts'
import type { SpecificationRequest } from './arguments.ts'
import { countOf, requestedWork, type RequestedWork, type WorkTelling } from './requested-work.ts'

export const specificationWork = ({ analysisId, language, writer, model, again }: SpecificationRequest): RequestedWork =>
  requestedWork(
    specificationJob,
    { analysisId, language, ...(writer !== undefined && { writer }), ...(model !== undefined && { model }), ...(again && { again }) },
    TELLING,
  )

const TELLING: WorkTelling = {
  unitOf: () => 'tests',
  tellCompleted: (result, display) => {
    const summary = readSpecificationSummary(result)
    if (!summary) display.say('done')
    else if (summary.tests === 0) display.say(`done: the analysis has no tests, so specification ${summary.specificationId} is empty`)
    else {
      const { specificationId, version, writer, behaviours, tests } = summary
      const said = `${countOf(behaviours, 'behaviour')} of ${countOf(tests, 'test')}`
      display.say(`done: ${said}, as specification ${specificationId}, version ${version}, written by ${writer}`)
    }
    return EXIT_CODE.done
  },
  exitCodeOfFault: () => EXIT_CODE.failed,
}
