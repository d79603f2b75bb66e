/** What a file that holds its own tests asks for; Vitest looks for it in the text, comments and all. */
export const IN_SOURCE = 'import.meta.vitest'
