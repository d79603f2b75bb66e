export const EXTRACTOR_VERSION = '3'
