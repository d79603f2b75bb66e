export const SPECIFICATION_FORMATS = ['markdown', 'html', 'json', 'text'] as const
export type SpecificationFormat = (typeof SPECIFICATION_FORMATS)[number]
