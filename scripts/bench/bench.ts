/** `npm run bench -- scan|analyze|readers|scheduler …`: the figures of docs/performance.md. */
const [subject = '', ...rest] = process.argv.slice(2)
const SUBJECTS: Readonly<Record<string, () => Promise<unknown>>> = {
  scan: () => import('./scan.ts'),
  analyze: () => import('./analyze.ts'),
  readers: () => import('./readers.ts'),
  scheduler: () => import('./scheduler.ts'),
}
const run = Object.hasOwn(SUBJECTS, subject) ? SUBJECTS[subject] : undefined
if (run) {
  process.argv.splice(2, Infinity, ...rest)
  await run()
} else {
  process.stderr.write('usage: npm run bench -- scan|analyze|readers|scheduler …\n')
  process.exitCode = 2
}
