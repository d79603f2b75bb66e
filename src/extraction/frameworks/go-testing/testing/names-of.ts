import { testsOf } from './inventory-of.ts'

/** Each test that a file declares, cases by themselves, with its suites in front. */
export const namesOf = (body: string, others?: Record<string, string>): string[] =>
  testsOf(body, others).flatMap(({ suites, name, cases }) =>
    (cases?.kind === 'listed' ? cases.names : [cases ? `${name} (dynamic)` : name]).map((each) => [...suites, each].join(' > ')),
  )
