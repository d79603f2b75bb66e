/** Files whose text programs read as data, and that documentation tests are written in. */
const ENDING = /\.(?:txt|rst|md|csv|tsv|ya?ml|toml|ini|cfg|conf|xml|html?|sql|jsonl|ndjson)$/i

export const isTextPath = (path: string): boolean => ENDING.test(path)
