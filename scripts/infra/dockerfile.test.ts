import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { DockerfileParser, type Dockerfile, type Instruction } from 'dockerfile-ast'

import { SERVICES } from '../../infra/services.ts'
import { dockerfileOf } from './dockerfile.ts'
import { consumer, cron, handTool, SAMPLE_SERVICES } from './testing/sample-services.ts'

const KNOWN = new Set(['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'STOPSIGNAL', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT'])

/** The last stage, which the image is. */
const imageOf = (dockerfile: Dockerfile): Instruction[] => {
  const instructions = dockerfile.getInstructions()
  return instructions.slice(instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM'))
}

const textsOf = (instructions: readonly Instruction[], keyword: string): string[] =>
  instructions.filter((instruction) => instruction.getKeyword() === keyword).map((instruction) => instruction.getArgumentsContent() ?? '')

describe('a Dockerfile', () => {
  for (const service of [...SAMPLE_SERVICES, ...SERVICES])
    it(`of ${service.name} is one that a parser reads whole`, () => {
      const dockerfile = DockerfileParser.parse(dockerfileOf(service))
      for (const instruction of dockerfile.getInstructions()) {
        assert.ok(KNOWN.has(instruction.getInstruction()), instruction.toString())
        assert.equal(instruction.getInstruction(), instruction.getKeyword())
        assert.ok(instruction.getArguments().length > 0, instruction.toString())
      }
      const stages = dockerfile.getFROMs()
      assert.deepEqual(
        stages.map((from) => from.getBuildStage()),
        ['build', null],
      )
      for (const copy of dockerfile.getCOPYs())
        for (const flag of copy.getFlags()) assert.deepEqual([flag.getName(), flag.getValue()], ['from', 'build'])
    })

  const image = imageOf(DockerfileParser.parse(dockerfileOf(consumer)))

  it('starts node itself, as nobody, and says what ends it', () => {
    assert.deepEqual(textsOf(image, 'ENTRYPOINT'), ['["node", "main.js"]'])
    assert.deepEqual(textsOf(image, 'USER'), ['1000:1000'])
    assert.deepEqual(textsOf(image, 'STOPSIGNAL'), ['SIGTERM'])
    const order = image.map((instruction) => instruction.getKeyword())
    assert.ok(order.indexOf('USER') > order.lastIndexOf('RUN'))
  })

  it('holds the bundle of its own process, and what migrates before it', () => {
    assert.deepEqual(textsOf(image, 'COPY'), ['/build/dist/press ./', '/build/dist/migrate ./migrate/'])
    assert.deepEqual(textsOf(imageOf(DockerfileParser.parse(dockerfileOf(cron))), 'COPY'), ['/build/dist/sweep ./'])
  })

  it('has git and certificates only for who fetches', () => {
    assert.match(textsOf(image, 'RUN').join('\n'), /ca-certificates git/)
    assert.deepEqual(textsOf(imageOf(DockerfileParser.parse(dockerfileOf(handTool))), 'RUN'), [])
  })

  it('installs native packages only where its bundle names some', () => {
    const installing = (native: boolean): boolean =>
      /npm install --prefix dist\/press/.test(dockerfileOf({ ...consumer, ...(native && { native }) }))
    assert.deepEqual([installing(true), installing(false)], [true, false])
  })

  it('asks after its health where it is served, without a shell', () => {
    const [check = ''] = textsOf(image, 'HEALTHCHECK')
    const command: unknown = JSON.parse(check.slice(check.indexOf('CMD ') + 4))
    assert.ok(Array.isArray(command))
    assert.deepEqual(command.slice(0, 2), ['node', '--eval'])
    assert.match(String(command[2]), /127\.0\.0\.1:8080\/healthz/)
    assert.deepEqual(textsOf(imageOf(DockerfileParser.parse(dockerfileOf(cron))), 'HEALTHCHECK'), [])
  })

  it('holds no secret', () => assert.doesNotMatch(textsOf(image, 'ENV').join('\n'), /PRESS_KEY|DATABASE_URL/))
})
