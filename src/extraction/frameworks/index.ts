/** The list of frameworks. */
import type { Framework } from '../framework.ts'
import { cypress } from './cypress/cypress.ts'
import { goTesting } from './go-testing/go-testing.ts'
import { jest } from './jest/jest.ts'
import { mocha } from './mocha/mocha.ts'
import { nodeTest } from './node-test/node-test.ts'
import { playwright } from './playwright/playwright.ts'
import { pytest } from './pytest/pytest.ts'
import { unittest } from './unittest/unittest.ts'
import { vitest } from './vitest/vitest.ts'

export const FRAMEWORKS: readonly Framework[] = [cypress, playwright, vitest, jest, mocha, nodeTest, pytest, unittest, goTesting]
