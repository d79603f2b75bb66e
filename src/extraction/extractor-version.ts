export const EXTRACTOR_VERSION = '7'
