/** Python's own exceptions, with what each is a kind of. */
import type { Value } from '../../evaluation/value.ts'
import { nativeClass } from './python-calls.ts'

/** A line each: a class, and those right below it. */
const KINDS = `
BaseException: BaseExceptionGroup GeneratorExit KeyboardInterrupt SystemExit Exception
Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ExceptionGroup ImportError LookupError MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning
ArithmeticError: FloatingPointError OverflowError ZeroDivisionError
ImportError: ModuleNotFoundError
LookupError: IndexError KeyError
NameError: UnboundLocalError
OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
RuntimeError: NotImplementedError PythonFinalizationError RecursionError
SyntaxError: IndentationError
IndentationError: TabError
ValueError: UnicodeError
UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError
Warning: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning
`

/** Other names of `OSError`. */
const ALIASES = ['EnvironmentError', 'IOError']

export const exceptionClasses = (): Record<string, Value> => {
  const classes: Record<string, Value> = { BaseException: nativeClass('BaseException') }
  for (const [, base = '', names = ''] of KINDS.matchAll(/^(\w+): (.+)$/gm))
    for (const name of names.split(' ')) classes[name] = nativeClass(name, { bases: [base] })
  for (const name of ALIASES) classes[name] = classes['OSError']
  return classes
}
