export const EXTRACTOR_VERSION = '19'
