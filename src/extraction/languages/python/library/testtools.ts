/** `testtools`, whose decorators skip as those of `unittest` do. What else it has is as unknown as any package. */
import { nativeModule } from '../python-calls.ts'
import { SKIPS } from './unittest.ts'

export const testcaseModule = nativeModule('testtools.testcase', SKIPS)

export const testtoolsModule = nativeModule('testtools', { ...SKIPS, testcase: testcaseModule })
