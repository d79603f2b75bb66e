import { bad, good, type Check } from './check.ts'

const NEEDED = 24

export const judgeNode = (version: string): ReturnType<typeof good> =>
  Number.parseInt(version, 10) >= NEEDED
    ? good(version)
    : bad(`${version} is too old`, `install Node ${NEEDED}, or testimony with its optional dependencies, which bring it along`)

export const checkNode: Check = { title: 'Node', run: async () => [judgeNode(process.versions.node)] }
