export const EXTRACTOR_VERSION = '8'
