export const COMPARISON_FORMATS = ['text', 'markdown', 'json'] as const
export type ComparisonFormat = (typeof COMPARISON_FORMATS)[number]
