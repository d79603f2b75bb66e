/**
 * A PostgreSQL array of values without a character that means something in one: digests in hexadecimal, numbers. The driver
 * would look for such characters in each of thousands.
 */
export const plainArray = (values: readonly string[]): string => `{${values.join(',')}}`
