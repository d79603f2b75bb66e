/** Ini files as pytest reads them: sections, `key = value` or `key: value`, and indented lines that go on with the value. */
export const parseIni = (text: string): Map<string, Map<string, string>> => {
  const sections = new Map<string, Map<string, string>>()
  let section: Map<string, string> | undefined
  let key: string | undefined
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|[\r\n]/)) {
    if (/^\s*[#;]/.test(line) || line.trim() === '') continue
    const header = /^\[([^\]]*)\]/.exec(line)
    if (header) {
      const name = header[1] ?? ''
      section = sections.get(name) ?? new Map()
      sections.set(name, section)
      key = undefined
    } else if (/^\s/.test(line)) {
      if (section && key !== undefined) section.set(key, `${section.get(key) ?? ''}\n${line.trim()}`)
    } else {
      const pair = /^([^=:]+?)\s*[=:]\s?(.*)$/.exec(line)
      if (!pair) continue
      key = (pair[1] ?? '').trim()
      section?.set(key, (pair[2] ?? '').trim())
    }
  }
  return sections
}

/** Words as a shell splits them; what is no shell's is split at white space. */
export const splitWords = (text: string): string[] => {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
      else word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === '\\' && at + 1 < text.length) word = (word ?? '') + text.charAt(++at)
    else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (word !== null) words.push(word)
  return words
}
