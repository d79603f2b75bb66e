const FORMAT = new Intl.NumberFormat('en-US')

/** The same in every locale: reports of one inventory are equal everywhere. */
export const formatCount = (count: number): string => FORMAT.format(count)

/** `1 test`, `1,204 tests`. */
export const countWords = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${count === 1 ? singular : plural}`
