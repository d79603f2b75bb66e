import { stringify } from 'yaml'

/** What stands above everything that is written from the list of services. */
export const NOTICE = 'Written by scripts/write-infra.ts from infra/services.ts: change that and run it.'

export const HASH_NOTICE = `# ${NOTICE}\n`

/** A generated file: its path from the root of the repository, and its text. */
export type GeneratedFile = [path: string, text: string]

/** As YAML 1.1, which Kubernetes and Compose read: there a bare `no` is false. */
export const yamlOf = (value: unknown): string => stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })
