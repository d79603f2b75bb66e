/**
 * Functions are `const` arrows. Left alone is what an arrow can't say: generators, assertions (`asserts value is T` needs a
 * declared name) and functions that take `this`.
 */
export const arrowFunctions = {
  meta: { type: 'suggestion', docs: { description: 'functions are const arrow functions' } },
  /** @param {{ report(fault: { node: unknown, message: string }): void }} context */
  create: (context) => ({
    /** @param {{ type: string, generator?: boolean, params: { name?: string }[], returnType?: { typeAnnotation?: { asserts?: boolean } } | null }} node */
    FunctionDeclaration: (node) => {
      if (node.generator === true || node.returnType?.typeAnnotation?.asserts === true || node.params[0]?.name === 'this') return
      context.report({ node, message: 'write it as a const arrow function' })
    },
  }),
}
