import { cases } from './testing/evaluate-python.ts'

cases('the rest of a call’s arguments is a tuple', [
  ['(lambda *given: given)(1)', '(1,)'],
  ['(lambda *given: given + (3,))(1, 2)', '(1, 2, 3)'],
  ['(lambda *given: f"{given}")(1, 2)', "'(1, 2)'"],
  ['(lambda *given: (isinstance(given, tuple), type(given).__name__))()', "(True, 'tuple')"],
  ['[(first, rest) for first, *rest in [(1, 2)]]', '[(1, [2])]'],
])
