export const EXTRACTOR_VERSION = '13'
