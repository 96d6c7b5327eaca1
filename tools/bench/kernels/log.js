((pad, line, entry, levels, i, n) => (
  levels = { 2: 'INF', 4: 'WRN', 5: 'ERR' },
  pad = (value, width) => ('' + value).padStart(width, '0'),
  line = (request, response, took) => [
    request.remote, '-', '-',
    '[' + pad(i % 28 + 1, 2) + '/Nov/2026:' + pad(i % 24, 2) + ':' + pad(i % 60, 2) + ':00 +0000]',
    `"${request.method} ${request.path} ${request.protocol}"`,
    response.status,
    response.size || '-',
    `"${request.headers.referer || '-'}"`,
    `"${request.headers['user-agent'].replace('"', '')}"`,
    took + 'ms'
  ].join(' '),
  entry = (request, response, took) => JSON.stringify({
    level: levels[Math.floor(response.status / 100)] || 'INF',
    request: { method: request.method, path: request.path, headers: { ...request.headers, authorization: undefined } },
    response: { ...response, ok: response.status < 400 },
    took,
    tags: Object.keys(request.headers).filter(name => name.startsWith('x-')).map(name => name + '=' + request.headers[name])
  }),
  i = 0, n = 0,
  repeat(() => (
    ((request, response) => (
      request = {
        remote: '192.0.2.' + i % 250, protocol: 'HTTP/1.1', method: i % 3 ? 'GET' : 'POST', path: '/shop/items/' + i,
        headers: { host: 'shop.example.com', 'user-agent': 'curl/7.88', authorization: 'Bearer secret', 'x-tenant': 'blue', 'x-request-id': 'r' + i }
      },
      response = { status: [200, 204, 404, 502][i % 4], size: i % 4 ? i % 9000 : 0 },
      n += line(request, response, i % 90).length + entry(request, response, i % 90).length
    ))(),
    i += 1,
    i < 6000
  )),
  n
))()
