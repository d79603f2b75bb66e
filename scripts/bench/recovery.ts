/**
 * From the kill (-9) of an analyzer in the middle of an analysis until another one begins it anew and has done it:
 * `npm run bench -- recovery [--runs 5] [--sources]`. From the bundles.
 */
import { openAnalysisSite } from '../../test/support/analysis-site.ts'
import { figuresOf, readOptions, say } from './from-bundles.ts'

const runs = Number(readOptions({ runs: '5' }).runs)

await using site = await openAnalysisSite()
const [begun, done]: [number[], number[]] = [[], []]
for (let run = 0; run < runs; run++) {
  const url = await site.addRepository(`killed-${run}`)
  const hold = site.holdAnalysis()
  await site.send(url, 'somebody')
  await using killed = site.analyzer()
  await killed.whileRunning(hold.held)
  await using other = site.analyzer()
  await other.untilLogged('Ready')
  killed.kill('SIGKILL')
  const killedAt = performance.now()
  hold.release()
  await other.untilLogged('Started')
  begun.push(performance.now() - killedAt)
  await other.untilLogged('Completed')
  done.push(performance.now() - killedAt)
  other.kill('SIGTERM')
  await other.exit
}
say(`after a kill another analyzer begins: ${figuresOf(begun, 'ms')}; is done: ${figuresOf(done, 'ms')}; of ${runs}`)
