import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createProject } from '../../link/create-project.ts'
import { directoryOfPackage, isReached, modulesOf } from './go-modules.ts'

const projectOf = (texts: Record<string, string>) =>
  createProject({ paths: Object.keys(texts).toSorted(), texts: new Map(Object.entries(texts)), facts: new Map() }).project

describe('Go modules', () => {
  it('finds modules by their go.mod, except those in folders that the go tool passes over', () => {
    const project = projectOf({
      'go.mod': '// comment\nmodule "example.com/top" // trailing\n\ngo 1.25\n\nignore ./web\nignore (\n\tnode_modules\n)\n',
      'tools/go.mod': 'module example.com/top/tools\r\n',
      'x/testdata/m/go.mod': 'module example.com/m\n',
    })
    assert.deepEqual(modulesOf(project), [
      { directory: '', path: 'example.com/top', ignored: ['./web', 'node_modules'] },
      { directory: 'tools', path: 'example.com/top/tools', ignored: [] },
    ])
  })

  it('resolves imports to directories by the longest module path', () => {
    const project = projectOf({ 'go.mod': 'module example.com/top', 'tools/v2/go.mod': 'module example.com/top/tools/v2' })
    assert.equal(directoryOfPackage('example.com/top', project), '')
    assert.equal(directoryOfPackage('example.com/top/a/b', project), 'a/b')
    assert.equal(directoryOfPackage('example.com/top/tools/v2/x', project), 'tools/v2/x')
    assert.equal(directoryOfPackage('example.com/topmost', project), null)
    assert.equal(directoryOfPackage('fmt', project), null)
  })

  it('reaches what go test ./... reaches', () => {
    const module = { directory: 'm', path: 'example.com/m', ignored: ['./web', 'gen'] }
    const reached = ['m/a_test.go', 'm/b/c/a_test.go', 'm/b/web/a_test.go']
    const left = [
      'a_test.go',
      'm/testdata/a_test.go',
      'm/b/_x/a_test.go',
      'm/.b/a_test.go',
      'm/vendor/x/a_test.go',
      'm/_a_test.go',
      'm/web/a_test.go',
      'm/b/gen/c/a_test.go',
      'm/nested/a_test.go',
    ]
    assert.deepEqual(
      reached.filter((path) => !isReached(module, ['m/nested'], path)),
      [],
    )
    assert.deepEqual(
      left.filter((path) => isReached(module, ['m/nested'], path)),
      [],
    )
  })
})
