export const EXTRACTOR_VERSION = '11'
