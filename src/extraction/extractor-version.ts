export const EXTRACTOR_VERSION = '14'
