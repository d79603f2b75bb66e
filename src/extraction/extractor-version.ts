export const EXTRACTOR_VERSION = '15'
