export const EXTRACTOR_VERSION = '5'
