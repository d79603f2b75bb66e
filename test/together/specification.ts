/** Those tests of src/specification that share a process: scripts/tests-together.ts says why. */
import { loadTogether } from '../support/load-together.ts'

loadTogether('specification')
