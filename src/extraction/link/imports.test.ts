import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../testing/link-texts.ts'

const importsOf = (texts: Record<string, string>, path: string): string[] | undefined =>
  linkTexts(texts).linked.get(path)?.inventory?.imports

const MANIFEST = JSON.stringify({
  workspaces: ['packages/*'],
  devDependencies: { vitest: '4.1.0', 'schema-2': 'npm:@acme/schema@^2' },
  imports: { '#lib/*': './source/lib/*.ts' },
  scripts: { test: 'vitest run --globals' },
})

const WEB = {
  'package.json': MANIFEST,
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./source/*"] } } }',
  'packages/core/package.json': '{ "name": "@acme/core", "main": "./dist/index.js" }',
  'packages/core/src/index.ts': 'export const core = 1',
  'source/lib/clock.ts': 'export const clock = 1',
  'source/cart.ts': "export { total } from './total'",
  'source/total.ts': 'export const total = 1',
  'source/index.js': 'module.exports = 1',
  'tests/cart.test.ts': `
    import { readFile } from 'node:fs/promises'
    import path from 'path'
    import { expect, it, vi } from 'vitest'
    import { render } from '@testing-library/react'
    import sinon from 'sinon'
    import { jsx } from 'react/jsx-runtime'
    import { z } from 'zod'
    import { z as z2 } from 'zod/v4'
    import { parse } from 'schema-2/parse'
    import type { Only } from '../source/types'
    import { total } from '../source/cart.js'
    import { clock } from '#lib/clock'
    import { core } from '@acme/core'
    import { sum } from '@/total'
    import { gone } from '../source/gone'
    import { missing } from '@/missing'
    import virtual from 'virtual:pages'
    it('adds', () => { expect(total).toBe(1) })`,
  'tests/required.test.cjs': `
    'use strict'
    const { describe, it } = require('mocha')
    const assert = require('assert'), pug = require('pug').compile
    const get = require('supertest')(require('../source'))
    describe('cart', () => {
      const total = require('../source/total')
      it('adds', async () => { await assert(total) })
    })`,
  'tests/none.test.ts': "it('x', () => {})",
}

describe('what a file of JavaScript imports', () => {
  it('is files of the repository, however they are named, and packages, without what tests are written with', () => {
    assert.deepEqual(importsOf(WEB, 'tests/cart.test.ts'), [
      '@acme/schema',
      'packages/core/src/index.ts',
      'react',
      'source/cart.ts',
      'source/lib/clock.ts',
      'source/total.ts',
      'zod',
    ])
  })

  it('is also what it requires, in suites too', () => {
    assert.deepEqual(importsOf(WEB, 'tests/required.test.cjs'), ['pug', 'source/index.js', 'source/total.ts'])
  })

  it('is nothing where it imports nothing', () => assert.deepEqual(importsOf(WEB, 'tests/none.test.ts'), []))

  it('is no more than can be read', () => {
    const text = `${Array.from({ length: 80 }, (_, n) => `import 'p${n}'`).join('\n')}\nit('x', () => {})`
    assert.equal(importsOf({ 'a.test.js': text }, 'a.test.js')?.length, 50)
  })
})

const PYTHON = {
  'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
  'src/shop/__init__.py': '',
  'src/shop/cart.py': 'class Cart: pass',
  'src/shop/prices/__init__.py': '',
  'src/shop/prices/tax.py': '',
  'src/shop/attr.py': '',
  'tests/__init__.py': '',
  'tests/support.py': 'X = 1',
  'tests/test_cart.py': `
from __future__ import annotations
import os, sys
import json.decoder
import unittest.mock as mock
import pytest
import hypothesis.strategies as st
import shop.prices.tax
import yaml
from sqlalchemy.orm import Session
from shop import cart, Cart
from shop.prices import tax as t
from . import support
from .missing import gone
try:
    import numpy as np
except ImportError:
    np = None

def test_adds():
    assert cart.Cart()
`,
  'tests/test_plain.py': 'def test_x():\n    pass\n',
}

describe('what a file of Python imports', () => {
  it('is modules of the repository by their files, and packages, without what tests are written with', () => {
    assert.deepEqual(importsOf(PYTHON, 'tests/test_cart.py'), [
      'numpy',
      'sqlalchemy',
      'src/shop/__init__.py',
      'src/shop/cart.py',
      'src/shop/prices/tax.py',
      'tests/support.py',
      'yaml',
    ])
  })

  it('is nothing where it imports nothing', () => assert.deepEqual(importsOf(PYTHON, 'tests/test_plain.py'), []))
})

const GO = {
  'go.mod': 'module example.org/shop\n\ngo 1.24\n',
  'shop.go': 'package shop\n',
  'cart/cart.go': 'package cart\n',
  'internal/tax/tax.go': 'package tax\n',
  'cart/cart_test.go': `package cart_test

import (
	"net/http"
	"testing"

	"example.org/shop"
	"example.org/shop/cart"
	_ "example.org/shop/internal/tax"
	"example.org/shop/generated"
	"github.com/stretchr/testify/require"
	"github.com/spf13/pflag"
	yaml "gopkg.in/yaml.v3"
)

func TestAdds(t *testing.T) {
	require.Equal(t, 1, cart.Total())
}
`,
}

describe('what a file of Go imports', () => {
  it('is packages of the repository by their directories but its own, and others by their paths', () => {
    assert.deepEqual(importsOf(GO, 'cart/cart_test.go'), ['./', 'github.com/spf13/pflag', 'gopkg.in/yaml.v3', 'internal/tax/'])
  })
})

describe('an earlier linking still holds', () => {
  const PATHS = { web: 'tests/cart.test.ts', python: 'tests/test_cart.py', go: 'cart/cart_test.go' } as const
  const holds = (texts: Record<string, string>, path: string, change: Record<string, string>): boolean => {
    const dependencies = linkTexts(texts).linked.get(path)?.dependencies()
    assert.ok(dependencies)
    const { linker } = linkTexts({ ...texts, ...change })
    return dependencies.every(([asked, found]) => linker.holds(asked, found))
  }

  it('where what an import leads to changed, when only its place was asked for', () => {
    assert.equal(holds(WEB, PATHS.web, { 'source/total.ts': 'export const total = 2', 'source/other.ts': '' }), true)
    assert.equal(holds(GO, PATHS.go, { 'internal/tax/tax.go': 'package tax // changed' }), true)
  })

  it('but not where an import leads elsewhere', () => {
    assert.equal(holds(WEB, PATHS.web, { 'source/gone.ts': '' }), false)
    assert.equal(holds(WEB, PATHS.web, { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./packages/*"] } } }' }), false)
    assert.equal(holds(PYTHON, PATHS.python, { 'tests/missing.py': '' }), false)
    assert.equal(holds(GO, PATHS.go, { 'generated/generated.go': 'package generated' }), false)
  })
})
