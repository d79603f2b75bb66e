/** The list of frameworks. */
import type { Framework } from '../framework.ts'
import { jest } from './jest/jest.ts'
import { mocha } from './mocha/mocha.ts'
import { vitest } from './vitest/vitest.ts'

export const FRAMEWORKS: readonly Framework[] = [vitest, jest, mocha]
