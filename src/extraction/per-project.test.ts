import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProject } from './link/create-project.ts'
import { perProject } from './per-project.ts'
import type { Project } from './project.ts'

const PATHS = ['a.json', 'b.json']

/** A project of which only some texts are read yet, and a way to read more. */
const openProject = (): { project: Project; read: (path: string, text: string) => void } => {
  const texts = new Map<string, string>()
  const { project, resume } = createProject({ paths: PATHS, texts })
  const read = (path: string, text: string): void => {
    texts.set(path, text)
    resume()
  }
  return { project, read }
}

test('what needs no text that is missing is made once for each project and key', () => {
  const made: string[] = []
  const shout = perProject((_project, word: string) => {
    made.push(word)
    return word.toUpperCase()
  })
  const { project, read } = openProject()
  assert.equal(shout(project, 'a'), 'A')
  read('a.json', '1')
  assert.equal(shout(project, 'a'), 'A')
  assert.equal(shout(project, 'b'), 'B')
  assert.equal(shout(openProject().project, 'a'), 'A')
  assert.deepEqual(made, ['a', 'b', 'a'])
})

test('what missed a text is made again once more is read, and so is what others made of it', () => {
  const made: string[] = []
  const textOf = perProject((project, path: string) => {
    made.push(path)
    return project.text(path) ?? 'nothing'
  })
  const first = perProject<void, string>((project) => `first ${textOf(project, 'a.json')}`)
  const second = perProject<void, string>((project) => `second ${textOf(project, 'a.json')}`)
  const { project, read } = openProject()
  // The second builds on what the first has had made.
  assert.deepEqual([first(project), second(project)], ['first nothing', 'second nothing'])
  assert.deepEqual(made, ['a.json'])
  read('a.json', 'something')
  assert.deepEqual([first(project), second(project)], ['first something', 'second something'])
  read('b.json', 'more')
  assert.deepEqual([first(project), second(project)], ['first something', 'second something'])
  assert.deepEqual(made, ['a.json', 'a.json'])
})
