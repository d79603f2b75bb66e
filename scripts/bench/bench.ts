/** `npm run bench -- <subject> …`: the figures of docs/performance.md and docs/operating.md. */
const [subject = '', ...rest] = process.argv.slice(2)
const SUBJECTS: Readonly<Record<string, () => Promise<unknown>>> = {
  scan: () => import('./scan.ts'),
  analyze: () => import('./analyze.ts'),
  readers: () => import('./readers.ts'),
  scheduler: () => import('./scheduler.ts'),
  telemetry: () => import('./telemetry.ts'),
  retention: () => import('./retention.ts'),
  start: () => import('./start.ts'),
  queue: () => import('./queue.ts'),
  processes: () => import('./processes.ts'),
  analyzer: () => import('./analyzer.ts'),
  recovery: () => import('./recovery.ts'),
  takeover: () => import('./takeover.ts'),
  specification: () => import('./specification.ts'),
  model: () => import('./model.ts'),
}
const run = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined
if (run) {
  process.argv.splice(2, Infinity, ...rest)
  await run()
} else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(SUBJECTS).join('|')} …\n`)
  process.exitCode = 2
}
