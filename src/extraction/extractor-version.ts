export const EXTRACTOR_VERSION = '4'
