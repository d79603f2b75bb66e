/** Those tests of src/analysis that share a process: scripts/tests-together.ts says why. */
import { loadTogether } from '../support/load-together.ts'

loadTogether('analysis')
