((hosts, requests, match, walk, i, n) => (
  hosts = {
    'api.example.com': {
      users: { '*': { cart: { to: 'cart', methods: { GET: true, POST: true } }, to: 'users', methods: { GET: true } }, to: 'users', methods: { GET: true, POST: true } },
      status: { to: 'status', methods: { GET: true } }
    },
    'www.example.com': { assets: { '**': { to: 'assets', methods: { GET: true, HEAD: true } } }, to: 'pages', methods: { GET: true } }
  },
  requests = [
    { method: 'GET', path: '/users/42/cart?items=all', headers: { host: 'api.example.com:8080', accept: 'application/json' } },
    { method: 'POST', path: '/users', headers: { host: 'API.example.com', 'content-type': 'application/json' } },
    { method: 'DELETE', path: '/users/7', headers: { host: 'api.example.com' } },
    { method: 'GET', path: '/assets/img/logo.svg', headers: { host: 'www.example.com', 'x-canary': 'yes' } },
    { method: 'GET', path: '/', headers: { host: 'www.example.com' } },
    { method: 'GET', path: '/status/deep', headers: { host: 'api.example.com' } },
    { method: 'GET', path: '/', headers: { host: 'nowhere.example.com' } }
  ],
  walk = (node, parts, k) => (
    !node ? null :
    node['**'] ? node['**'] :
    k >= parts.length ? (node.to ? node : null) :
    walk(node[parts[k]] || node['*'], parts, k + 1)
  ),
  match = ({ method, path, headers }) => (
    ((host, parts, found) => (
      host = headers.host.toLowerCase().split(':')[0],
      parts = path.split('?')[0].split('/').filter(part => part !== ''),
      found = walk(hosts[host], parts, 0),
      !found ? 404 : !found.methods[method] ? 405 : headers['x-canary'] === 'yes' ? found.to + '-canary' : found.to
    ))()
  ),
  i = 0, n = 0,
  repeat(() => (
    ((target) => (
      target = match(requests[i % 7]),
      n += typeof target === 'number' ? target : target.length
    ))(),
    i += 1,
    i < 35000
  )),
  n
))()
