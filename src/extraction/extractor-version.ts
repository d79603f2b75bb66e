export const EXTRACTOR_VERSION = '21'
