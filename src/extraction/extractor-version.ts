export const EXTRACTOR_VERSION = '6'
