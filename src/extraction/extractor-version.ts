export const EXTRACTOR_VERSION = '20'
