export const EXTRACTOR_VERSION = '22'
