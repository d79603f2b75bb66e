/** `textwrap.dedent`: the white space that all lines begin with is taken off. */
export const dedent = (text: string): string => {
  const lines = text.replace(/^[ \t]+$/gm, '')
  let margin: string | null = null
  for (const [, indent = ''] of lines.matchAll(/^([ \t]*)[^ \t\n]/gm)) {
    if (margin === null) margin = indent
    else {
      let common = 0
      while (common < margin.length && margin.charAt(common) === indent.charAt(common)) common++
      margin = margin.slice(0, common)
    }
  }
  return margin === null || margin === '' ? lines : lines.replaceAll(new RegExp(`^${margin}`, 'gm'), '')
}
