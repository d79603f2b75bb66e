"""Writes what `python -m unittest discover` would run: `python unittest_listing.py [-s dir] [-p pattern] [-t top]`.

One JSON line a test is appended to the file named by TESTIMONY_LISTING. The path is that of the module whose loading
brought the test, so an inherited or imported class counts where unittest runs it. `subTest` is no test of its own, and
the doctests that a `load_tests` adds are documentation, not listed here.
"""

import argparse
import doctest
import inspect
import json
import os
import sys
import unittest


class _Loader(unittest.TestLoader):
    def loadTestsFromModule(self, module, *args, **kwargs):
        suite = super().loadTestsFromModule(module, *args, **kwargs)
        path = inspect.getsourcefile(module)
        for test in _tests(suite):
            if not hasattr(test, "_listed_in"):
                test._listed_in = path
        return suite


def _tests(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _tests(test)
        else:
            yield test


def _status(test):
    method = getattr(test, test._testMethodName, None)
    if getattr(method, "__unittest_skip__", False) or getattr(type(test), "__unittest_skip__", False):
        return "skipped"
    expecting = getattr(method, "__unittest_expecting_failure__", False) or getattr(type(test), "__unittest_expecting_failure__", False)
    return "xfail" if expecting else "active"


def _file_of(module):
    """The file of a module that could not be imported, which is called by its dotted name."""
    path = os.path.join(os.getcwd(), *module.split("."))
    return os.path.join(path, "__init__.py") if os.path.isdir(path) else path + ".py"


def _record(test):
    if type(test).__name__ == "_FailedTest":
        return {"failed": _file_of(test._testMethodName), "message": str(test._exception)}
    if type(test).__name__ == "ModuleSkipped":
        return {"failed": _file_of(test._testMethodName), "message": "skipped while it was imported"}
    path = getattr(test, "_listed_in", None) or inspect.getsourcefile(type(test))
    if not hasattr(test, "_testMethodName") or isinstance(test, unittest.FunctionTestCase):
        return {"path": path, "suites": [], "name": test.id(), "kind": type(test).__name__}
    return {"path": path, "suites": [type(test).__name__], "name": test._testMethodName, "status": _status(test)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-s", "--start-directory", default=".")
    parser.add_argument("-p", "--pattern", default="test*.py")
    parser.add_argument("-t", "--top-level-directory", default=None)
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args()
    sys.path.insert(0, os.getcwd())
    loader = _Loader()
    if options.modules:
        suite = loader.loadTestsFromNames(options.modules)
    else:
        suite = loader.discover(options.start_directory, options.pattern, options.top_level_directory)
    with open(os.environ["TESTIMONY_LISTING"], "a", encoding="utf-8") as listing:
        for test in _tests(suite):
            if not isinstance(test, doctest.DocTestCase):
                listing.write(json.dumps(_record(test)) + "\n")


main()
