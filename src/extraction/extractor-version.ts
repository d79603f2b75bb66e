export const EXTRACTOR_VERSION = '1'
