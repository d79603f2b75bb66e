export const EXTRACTOR_VERSION = '2'
