/** Languages whose tests and suites are titled in prose, so that an identifier as a title is the name of code. */
export const isScript = (language: string): boolean => /script|vue|svelte/.test(language)
