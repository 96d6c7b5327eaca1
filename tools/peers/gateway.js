// The gateway that bad peers come to: each kind of way in, all kinds of way out, and times that are short.
((ports, tls, times) => (

pipy({ _way: '' })

.listen('127.0.0.1:' + ports.http)
  .demuxHTTP('request', times.client)

.listen('127.0.0.1:' + ports.tls)
  .acceptTLS('inside', { certificate: tls, alpn: ['h2', 'http/1.1'], handshakeTimeout: times.handshake })
.pipeline('inside')
  .demuxHTTP('request', times.client)

.listen('127.0.0.1:' + ports.hello)
  .handleTLSClientHello(() => undefined)
  .connect('127.0.0.1:' + ports.bad)

.listen('127.0.0.1:' + ports.socks)
  .acceptSOCKS('socks', () => true, { handshakeTimeout: times.handshake })
.pipeline('socks')
  .connect('127.0.0.1:' + ports.bad)

.listen('127.0.0.1:' + ports.raw, { readTimeout: times.handshake, writeTimeout: times.handshake })
  .connect('127.0.0.1:' + ports.bad, { connectTimeout: times.handshake, readTimeout: times.handshake })

// The first part of a path says where it leads to.
.pipeline('request')
  .handleMessageStart(({ head }) => _way = head.method === 'CONNECT' ? 'bad' : head.path.split('/')[1] || 'good')
  .link(
    'good', () => _way === 'good',
    'large', () => _way === 'large',
    'mirror', () => _way === 'mirror',
    'zipped', () => _way === 'zipped',
    'bad2', () => _way === 'bad2',
    'badtls', () => _way === 'badtls',
    'bad'
  )
.pipeline('good')
  .muxHTTP('good origin', '', times.server)
.pipeline('good origin')
  .connect('127.0.0.1:' + ports.good)
.pipeline('bad')
  .muxHTTP('bad origin', () => __inbound, times.server)
.pipeline('zipped')
  .muxHTTP('bad origin', () => __inbound, times.server)
  .decompressHTTP()
.pipeline('bad origin')
  .connect('127.0.0.1:' + ports.bad, { connectTimeout: times.handshake, writeTimeout: times.send })
.pipeline('bad2')
  .muxHTTP('bad origin 2', () => __inbound, { ...times.server, version: 2 })
.pipeline('bad origin 2')
  .connect('127.0.0.1:' + ports.bad, { connectTimeout: times.handshake, writeTimeout: times.send })
.pipeline('badtls')
  .muxHTTP('within', () => __inbound, times.server)
.pipeline('within')
  .connectTLS('bad origin', { handshakeTimeout: times.handshake })

.pipeline('large')
  .replaceMessage(new Message('x'.repeat(4000000)))
.pipeline('mirror')
  .replaceMessage('1m', ({ body }) => new Message(body))

))(
  JSON.decode(pipy.load('ports.json')),
  { cert: new crypto.CertificateChain(pipy.load('cert.pem')), key: new crypto.PrivateKey(pipy.load('key.pem')) },
  JSON.decode(pipy.load('times.json'))
)
