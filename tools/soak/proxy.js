// The proxy that is soaked: each kind of way in, all kinds of way out.
((ports, tls) => (

pipy()

.listen(ports.plain)
  .demuxHTTP('forward')

.listen(ports.secure)
  .acceptTLS('secure', { certificate: tls, alpn: ['h2', 'http/1.1'] })
.pipeline('secure')
  .demuxHTTP('forward')

.listen(ports.upward)
  .demuxHTTP('upward')

.pipeline('forward')
  .muxHTTP('origin', '')
.pipeline('origin')
  .connect(() => '127.0.0.1:' + ports.origin, { retryCount: 0 })

.pipeline('upward')
  .muxHTTP('origin2', '', { version: 2 })
.pipeline('origin2')
  .connect(() => '127.0.0.1:' + ports.origin2)

.listen(ports.socks)
  .acceptSOCKS('raw', () => true)
.listen(ports.tunnel)
  .demuxHTTP('tunnel')
.pipeline('tunnel')
  .acceptHTTPTunnel('raw', () => new Message({ status: 200 }))
.pipeline('raw')
  .connect(() => '127.0.0.1:' + ports.echo)

.listen(ports.mqtt)
  .decodeMQTT()
  .encodeMQTT()

))(JSON.decode(pipy.load('ports.json')), { cert: new crypto.CertificateChain(pipy.load('cert.pem')), key: new crypto.PrivateKey(pipy.load('key.pem')) })
