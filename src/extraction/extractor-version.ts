export const EXTRACTOR_VERSION = '16'
