/**
 * Dockerfiles without Docker: their steps as plain commands, each stage in a folder that stands for its root. What needs a
 * container is left out, and told; the packages of a clean installation are those of the checkout, and so is what was built
 * there of the same files.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { promisify } from 'node:util'

import { Copy, DockerfileParser, From, JSONInstruction, type Instruction } from 'dockerfile-ast'
import picomatch from 'picomatch'

const run = promisify(execFile)

export interface ImageBuild {
  /** The folder of the last stage's root. */
  root: string
  workdir: string
  environment: Record<string, string>
  entrypoint: string[]
  /** Steps that need a container or another user, with the reason. */
  leftOut: string[]
}

export interface BuildContext {
  /** The folder that stages are made in, of all images: a step that they share is done once, as Docker would. */
  folder: string
  /** The checkout. */
  context: string
  /** What commands run with. */
  environment: Record<string, string>
  /** Steps that were done, each with those before it. */
  done: Set<string>
}

interface Stage {
  root: string
  workdir: string
  environment: Record<string, string>
}

/** The files that Docker would be sent: what git knows or might add, less .dockerignore. */
const contextFiles = async (context: string): Promise<string[]> => {
  const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: context,
    maxBuffer: 2 ** 26,
  })
  const lines = (await readFile(join(context, '.dockerignore'), 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const isIgnored = picomatch(
    lines.flatMap((line) => [line, `${line}/**`]),
    { dot: true },
  )
  return stdout.split('\0').filter((path) => path !== '' && !isIgnored(path))
}

const within = (stage: Stage, path: string): string => join(stage.root, isAbsolute(path) ? path : join(stage.workdir, path))

/** A file that git still lists and somebody has removed is not there for Docker either. */
const copyUnlessAbsent = (from: string, to: string): void => {
  try {
    cpSync(from, to, { recursive: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

const copyFromContext = async (context: string, sources: readonly string[], target: string): Promise<void> => {
  const files = await contextFiles(context)
  for (const source of sources) {
    const found = source === '.' ? files : files.filter((path) => path === source)
    if (found.length === 0) throw new Error(`COPY finds no ${source}`)
    for (const path of found) {
      mkdirSync(dirname(join(target, path)), { recursive: true })
      copyUnlessAbsent(join(context, path), join(target, path))
    }
    // Docker gets none of it. The build keeps it where it was made of just these files, and makes all of it anew where one is
    // not among them or is another.
    if (source === '.') copyUnlessAbsent(join(context, 'dist'), join(target, 'dist'))
  }
}

const copy = async (instruction: Copy, stage: Stage, stages: ReadonlyMap<string, Stage>, context: string): Promise<void> => {
  const paths = instruction.getArguments().map((argument) => argument.getValue())
  const target = within(stage, paths.pop() ?? '.')
  const from = instruction
    .getFlags()
    .find((flag) => flag.getName() === 'from')
    ?.getValue()
  if (from === undefined || from === null) return copyFromContext(context, paths, target)
  const source = stages.get(from)
  if (source === undefined) throw new Error(`COPY names a stage that is not there: ${from}`)
  for (const path of paths) cpSync(within(source, path), target, { recursive: true, verbatimSymlinks: true })
}

/** Why a command is not run here, or undefined. */
const reasonToLeaveOut = (command: string): string | undefined => {
  if (command.startsWith('apt-get ')) return 'installs packages of the system'
  if (command.includes('--owner=') && process.getuid?.() !== 0) return 'gives files to another user, which only root may'
  return undefined
}

/** Unpacking some hundred packages takes half a minute of a processor, and they were: by the same command, from the same files. */
const CLEAN_INSTALLATION = /^npm ci( --[\w-]+)*$/

/** Builds an image's stages and says how it would be started. */
export const buildImage = async (dockerfile: string, { folder, context, environment, done }: BuildContext): Promise<ImageBuild> => {
  const text = await readFile(join(context, dockerfile), 'utf8')
  const image = relative('infra', dirname(dockerfile))
  const stages = new Map<string, Stage>()
  const leftOut: string[] = []
  let entrypoint: string[] = []
  let stage: Stage = { root: '', workdir: '/', environment: {} }
  let steps = ''

  const command = async (text: string): Promise<void> => {
    const reason = reasonToLeaveOut(text)
    if (reason !== undefined) return void leftOut.push(`${text.split('\n')[0]}: ${reason}`)
    const inFolder = text.replaceAll(/(?<=\s)\/(?=\w)/g, `${stage.root}/`)
    const sh = (line: string) =>
      run('sh', ['-c', line], { cwd: within(stage, '.'), env: { ...environment, ...stage.environment }, maxBuffer: 2 ** 26 })
    if (!CLEAN_INSTALLATION.test(text)) return void (await sh(inFolder))
    // Fails where the lock file is not that of package.json.
    await sh(`${inFolder} --dry-run --offline`)
    await symlink(join(context, 'node_modules'), join(within(stage, '.'), 'node_modules'))
  }
  /** What changes files; the rest is about the container. */
  const step = async (instruction: Instruction): Promise<void> => {
    if (instruction instanceof Copy) return copy(instruction, stage, stages, context)
    if (instruction.getKeyword() === 'RUN') return command(instruction.getArgumentsContent() ?? '')
  }

  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage()
      stage = { root: join(folder, name ?? image), workdir: '/', environment: {} }
      stages.set(name ?? image, stage)
      steps = ''
      await mkdir(stage.root, { recursive: true })
    } else if (instruction.getKeyword() === 'ENV') {
      const [, variable = '', value = ''] = /^(\w+)="(.*)"$/.exec(instruction.getArgumentsContent() ?? '') ?? []
      stage.environment[variable] = value
    } else if (instruction instanceof JSONInstruction && instruction.getKeyword() === 'ENTRYPOINT') {
      entrypoint = instruction.getJSONStrings().map((argument) => argument.getJSONValue())
    } else if (instruction.getKeyword() === 'WORKDIR') {
      stage.workdir = instruction.getArgumentsContent() ?? ''
      await mkdir(within(stage, '.'), { recursive: true })
    } else {
      steps += `\n${instruction.toString()}`
      if (!done.has(`${stage.root}${steps}`)) await step(instruction)
      done.add(`${stage.root}${steps}`)
    }
  }
  return { root: stage.root, workdir: within(stage, '.'), environment: stage.environment, entrypoint, leftOut }
}
