import assert from 'node:assert/strict'
import { test } from 'node:test'

import { checkNetworkTarget, isPublicAddress, type NetworkPolicy, pinSettings } from './network-target.ts'
import { parseRemoteUrl } from './remote-url.ts'
import { SourceError } from './source-error.ts'

const publicOnly: NetworkPolicy = { allowPrivateNetworks: false }

const check = async (url: string, policy: NetworkPolicy): Promise<string> => {
  try {
    const target = await checkNetworkTarget(parseRemoteUrl(url, { allowHttp: true }), policy)
    return target.addresses.join(' ')
  } catch (error) {
    assert.ok(error instanceof SourceError)
    return error.code
  }
}

test('only addresses of the public Internet count as public', () => {
  const isPrivate = [
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::7f00:1',
    '1::1',
    'abcd::1',
    '100:0:0:1::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2001:0:1::1',
    'fe80::1',
    'fec0::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001:db8::1',
    'not an address',
  ]
  for (const address of isPrivate) assert.equal(isPublicAddress(address), false, address)
  for (const address of ['8.8.8.8', '140.82.121.4', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808', '172.32.0.1', '100.128.0.1']) {
    assert.equal(isPublicAddress(address), true, address)
  }
})

test('hosts written as numbers are judged by what they mean', async () => {
  for (const host of ['127.1', '0x7f000001', '2130706433', '0177.0.0.1', '[::1]', '[::ffff:7f00:1]', '0xa9fea9fe', '0']) {
    assert.equal(await check(`https://${host}/a`, publicOnly), 'private-network', host)
  }
})

test('a name is refused if any of its addresses is private', async () => {
  const resolveHost = (): Promise<string[]> => Promise.resolve(['8.8.8.8', '10.0.0.1'])
  assert.equal(await check('https://rebind.example/a', { ...publicOnly, resolveHost }), 'private-network')
  assert.equal(await check('https://localhost/a', publicOnly), 'private-network')
})

test('the connection is pinned to the addresses that were judged', async () => {
  let asked = 0
  const resolveHost = (): Promise<string[]> => {
    asked += 1
    return Promise.resolve(asked === 1 ? ['8.8.8.8', '2606:4700::1111'] : ['127.0.0.1'])
  }
  const url = parseRemoteUrl('https://rebind.example:8443/a', { allowHttp: false })
  const target = await checkNetworkTarget(url, { ...publicOnly, resolveHost })
  assert.deepEqual(pinSettings(url, target), ['http.curloptResolve=rebind.example:8443:8.8.8.8,[2606:4700::1111]'])
  assert.equal(asked, 1, 'the name is not looked up a second time')
})

test('with private networks allowed they pass, and plain http passes there and nowhere else', async () => {
  const policy: NetworkPolicy = { allowPrivateNetworks: true, resolveHost: () => Promise.resolve(['8.8.8.8']) }
  assert.equal(await check('http://127.0.0.1/a', policy), '127.0.0.1')
  assert.equal(await check('https://10.0.0.1/a', policy), '10.0.0.1')
  assert.equal(await check('http://public.example/a', policy), 'protocol-not-allowed')
})

test('where hosts are listed, no other is asked for its address', async () => {
  const resolveHost = (host: string): Promise<string[]> =>
    host.endsWith('allowed.example') ? Promise.resolve(['8.8.8.8']) : Promise.reject(new Error('asked'))
  const policy: NetworkPolicy = { allowPrivateNetworks: false, allowedHosts: ['allowed.example', '*.Allowed.example'], resolveHost }
  assert.equal(await check('https://allowed.example/a', policy), '8.8.8.8')
  assert.equal(await check('https://git.allowed.example/a', policy), '8.8.8.8')
  assert.equal(await check('https://notallowed.example/a', policy), 'host-not-allowed')
  assert.equal(await check('https://allowed.example.evil.example/a', policy), 'host-not-allowed')
})

test('a name that does not exist is permanent, a lookup that fails is transient', async () => {
  const failing = (code: string): NetworkPolicy => ({
    allowPrivateNetworks: false,
    resolveHost: () => Promise.reject(Object.assign(new Error('lookup'), { code })),
  })
  assert.equal(await check('https://gone.example/a', failing('ENOTFOUND')), 'host-not-found')
  assert.equal(await check('https://gone.example/a', failing('EAI_AGAIN')), 'network-failed')
})

test('an address that an URL writes in another way is judged as it is written there', async () => {
  for (const host of ['[::127.0.0.1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '[::]'])
    assert.equal(await check(`https://${host}/a`, publicOnly), 'private-network', host)
})
