export const EXTRACTOR_VERSION = '12'
