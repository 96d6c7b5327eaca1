((hop, request, response, i, n) => (
  hop = ['connection', 'keep-alive', 'te', 'upgrade'],
  request = (head, peer) => (
    ((headers) => (
      headers = { ...head.headers, host: 'service.internal', 'x-forwarded-host': head.headers.host },
      hop.forEach(name => delete headers[name]),
      headers['x-forwarded-for'] = headers['x-forwarded-for'] ? headers['x-forwarded-for'] + ', ' + peer : peer,
      headers['x-request-id'] = headers['x-request-id'] || 'id-' + i,
      { ...head, path: head.path.startsWith('/api/') ? head.path.substring(4) : head.path, headers }
    ))()
  ),
  response = head => (
    ((headers) => (
      headers = Object.fromEntries(Object.entries(head.headers).map(([name, value]) => [name.toLowerCase(), value])),
      delete headers.server,
      headers['set-cookie'] = headers['set-cookie'].map(cookie => cookie.includes('Secure') ? cookie : cookie + '; Secure'),
      { ...head, headers: { ...headers, 'strict-transport-security': 'max-age=31536000' } }
    ))()
  ),
  i = 0, n = 0,
  repeat(() => (
    ((sent, received) => (
      sent = request({
        protocol: 'HTTP/1.1', method: 'GET', path: i % 2 ? '/api/items/' + i : '/items',
        headers: { host: 'www.example.com', connection: 'keep-alive', accept: '*/*', te: 'trailers', 'user-agent': 'curl/7.88', 'x-forwarded-for': '10.0.0.1' }
      }, '192.0.2.' + i % 250),
      received = response({
        protocol: 'HTTP/1.1', status: 200,
        headers: { Server: 'upstream/1.0', 'Content-Type': 'text/html', 'Set-Cookie': ['a=1; Path=/', 'b=2; Secure'] }
      }),
      n += sent.path.length + sent.headers['x-forwarded-for'].length + Object.keys(sent.headers).length,
      n += received.headers['set-cookie'].join().length + Object.keys(received.headers).length
    ))(),
    i += 1,
    i < 6000
  )),
  n
))()
