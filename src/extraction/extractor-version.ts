export const EXTRACTOR_VERSION = '10'
