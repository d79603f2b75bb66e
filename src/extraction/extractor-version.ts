export const EXTRACTOR_VERSION = '9'
