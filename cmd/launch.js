// What `npm start` and `npm run testimony` run. npm changes to the checkout's folder; a path that a person gives is meant
// from where they stand. Without arguments of their own it stays, and analyses the checkout itself.
import { argv, chdir, env } from 'node:process'

const [, , command, ...given] = argv
const script = env.npm_lifecycle_event
const ownArguments = script === 'start' ? given : [command, ...given]
if ((script === 'start' || script === 'testimony') && env.INIT_CWD !== undefined && ownArguments.length > 0) chdir(env.INIT_CWD)

await import('../bin/testimony.js')
