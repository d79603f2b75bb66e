/** Reads a remote repository as a process of its own would: `read-remote.ts <url> <cache> [hold]`. */
import { openSnapshot } from '../open-snapshot.ts'
import { patience, sourceOptions, textsOf } from './read-snapshot.ts'

const [url = '', cacheDirectory = '', hold] = process.argv.slice(2)
await using snapshot = await openSnapshot(url, sourceOptions({ allowPrivateNetworks: true, cacheDirectory }), patience())
process.stdout.write(`${Object.keys(await textsOf(snapshot)).length}\n`)
if (hold !== undefined) await new Promise((resolve) => setTimeout(resolve, 60_000))
