import type { Specification } from '../../specification.ts'

/** All text of a document that was made from names. */
export const specificationText = ({ domains }: Specification): string[] =>
  domains.flatMap(({ name, features }) => [
    name,
    ...features.flatMap((feature) => [feature.name, ...feature.behaviours.map(({ text }) => text)]),
  ])
