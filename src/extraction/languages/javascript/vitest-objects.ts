/** What Vitest's calls are made on; under another name they stay where they are. */
export const VITEST_OBJECTS: ReadonlySet<string> = new Set(['vi', 'vitest'])
