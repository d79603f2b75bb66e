import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { readableLogLine } from './log-line.ts'

describe('a log line for a person', () => {
  const cases: [string, string, string][] = [
    [
      'has the time, the message and what is special about it',
      '{"level":"info","time":"2026-01-02T03:04:05.678Z","service":"analyzer","version":"1","jobId":"a","tests":3,"message":"Analysed"}',
      '03:04:05 Analysed jobId=a tests=3',
    ],
    ['names the level where it is not the usual one', '{"level":"warn","message":"Careful"}', 'warn: Careful'],
    [
      'has the words of an error and not its stack',
      '{"level":"error","message":"No","error":{"message":"why","stack":"at x"}}',
      'error: No: why',
    ],
    ['stays as it is where it is no JSON', 'Segmentation fault', 'Segmentation fault'],
    ['stays as it is where it is JSON of something else', '[1]', '[1]'],
    ['moves no cursor', '{"level":"info","message":"a\\u001b[2J","name":"b\\nc"}', 'a\\x1b[2J name=b\\nc'],
  ]
  for (const [name, line, shown] of cases) it(name, () => assert.equal(readableLogLine(line), shown))
})
