import { execFileSync, spawnSync } from 'node:child_process'

/** Why a test with a FIFO has to be skipped here; false where it need not be. */
export const fifoMissing = spawnSync('mkfifo', ['--version']).error === undefined ? false : 'there is no mkfifo on this machine'

/** Node makes none itself. */
export const makeFifo = (...paths: readonly string[]): void => {
  execFileSync('mkfifo', paths)
}
