export const EXTRACTOR_VERSION = '18'
