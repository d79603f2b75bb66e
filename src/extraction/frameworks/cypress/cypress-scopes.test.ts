import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { projectOf } from '../../testing/project-of.ts'
import { cypressScopes } from './cypress-scopes.ts'

const taken = (texts: Record<string, string>, ...paths: string[]): string[] => {
  const project = projectOf({ ...texts, ...Object.fromEntries(paths.map((path) => [path, ''])) })
  const scopes = cypressScopes(project)
  return paths.filter((path) => scopes.some((scope) => scope.includes(path)))
}

const script = (command: string): Record<string, string> => ({ 'package.json': JSON.stringify({ scripts: { test: command } }) })

describe('Cypress takes', () => {
  it('what it looks for where a configuration says nothing', () => {
    assert.deepEqual(taken({ 'cypress.config.ts': 'export default { e2e: {} }' }, 'cypress/e2e/a.cy.ts', 'src/b.cy.ts'), [
      'cypress/e2e/a.cy.ts',
    ])
  })

  it('what is called as its tests are, where only a preset says where they are', () => {
    const preset = (e2e: string): Record<string, string> => ({
      'apps/a-e2e/cypress.config.ts': `import { nxE2EPreset } from '@nx/cypress/plugins/cypress-preset'
        import { defineConfig } from 'cypress'
        export default defineConfig({ e2e: ${e2e} })`,
    })
    for (const e2e of ['nxE2EPreset(__filename)', "{ ...nxE2EPreset(__filename, { cypressDir: 'src' }), baseUrl: '' }"]) {
      assert.deepEqual(taken(preset(e2e), 'apps/a-e2e/src/e2e/app.cy.ts', 'apps/a-e2e/src/support/e2e.ts'), [
        'apps/a-e2e/src/e2e/app.cy.ts',
      ])
      assert.deepEqual(taken(preset(e2e), 'apps/a-e2e/cypress/e2e/a.cy.ts', 'apps/a-e2e/src/b.cy.ts'), ['apps/a-e2e/cypress/e2e/a.cy.ts'])
    }
  })

  it('what a script names beside the configuration', () => {
    const configured = { 'cypress.config.js': "module.exports = { e2e: { specPattern: 'cypress/**/spec.js' } }" }
    const both = (command: string): string[] =>
      taken({ ...configured, ...script(command) }, 'cypress/e2e/spec.js', 'cypress/e2e/unit.js', 'more/x.js')
    assert.deepEqual(both('cypress run'), ['cypress/e2e/spec.js'])
    assert.deepEqual(both("npx cypress run --config specPattern='**/unit.js',video=false"), ['cypress/e2e/spec.js', 'cypress/e2e/unit.js'])
    assert.deepEqual(both(`cypress open --e2e -c '{"e2e":{"specPattern":["**/unit.js"]}}'`), ['cypress/e2e/spec.js', 'cypress/e2e/unit.js'])
    assert.deepEqual(both('cypress run --headed --spec cypress/e2e/unit.js,more/x.js'), [
      'cypress/e2e/spec.js',
      'cypress/e2e/unit.js',
      'more/x.js',
    ])
  })

  it('what a configuration of another name takes, from where Cypress is started', () => {
    const texts = {
      ...script('cypress run --config-file config/ci.ts'),
      'config/ci.ts': "export default { e2e: { specPattern: 'checks/*.ts' } }",
    }
    assert.deepEqual(taken(texts, 'checks/a.ts', 'config/checks/b.ts'), ['checks/a.ts'])
  })
})
