"""A pytest plugin that writes what pytest collects: `python -m pytest --collect-only -q -p pytest_listing`.

One JSON line a test is appended to the file named by TESTIMONY_LISTING. What `-m` or `-k` deselects is written too,
marked as such.
"""

import json
import os

import pytest


def _status(item):
    for mark in item.iter_markers():
        if mark.name == "skip":
            return "skipped"
        if mark.name == "xfail" and not mark.args and "condition" not in mark.kwargs:
            return "xfail"
    method = getattr(item, "obj", None)
    owner = getattr(item, "cls", None)
    if getattr(method, "__unittest_skip__", False) or getattr(owner, "__unittest_skip__", False):
        return "skipped"
    if getattr(method, "__unittest_expecting_failure__", False):
        return "xfail"
    return "active"


def _record(item, **more):
    classes = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    kind = type(item).__name__
    return {"path": str(item.path), "suites": classes, "name": item.name, "status": _status(item), "kind": kind, **more}


def _write(records):
    with open(os.environ["TESTIMONY_LISTING"], "a", encoding="utf-8") as listing:
        for record in records:
            listing.write(json.dumps(record) + "\n")


_roots = []


def pytest_configure(config):
    _roots.append(config.rootpath)


def pytest_deselected(items):
    _write(_record(item, deselected=True) for item in items)


def pytest_collection_finish(session):
    _write(_record(item) for item in session.items)


def pytest_collectreport(report):
    if report.failed:
        _write([{"failed": str(_roots[-1] / report.fspath)}])
