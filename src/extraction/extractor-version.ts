export const EXTRACTOR_VERSION = '17'
