import { openLocalView } from './local-objects.ts'
import type { LocalRepository } from './local-repository.ts'
import type { ObjectView } from './object-view.ts'

/** Views that outlive who asks for them: for a command that finds where a repository stands, and then reads it. */
export interface LocalViews extends AsyncDisposable {
  /** Disposing of it changes nothing; they are closed together. */
  open(repository: LocalRepository): Promise<ObjectView>
}

export const createLocalViews = (): LocalViews => {
  const opened = new Map<string, Promise<ObjectView>>()
  return {
    open: async (repository) => {
      const opening = opened.get(repository.gitDirectory) ?? openLocalView(repository)
      opened.set(repository.gitDirectory, opening)
      return { ...(await opening), [Symbol.asyncDispose]: async () => {} }
    },
    async [Symbol.asyncDispose]() {
      const views = await Promise.allSettled(opened.values())
      await Promise.all(views.map(async (view) => view.status === 'fulfilled' && (await view.value[Symbol.asyncDispose]())))
    },
  }
}
