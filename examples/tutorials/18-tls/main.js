(config => pipy()

.export('main', {
  __answered: false,
})

.listen(config.listen)
  .link('client')

.listen(config.listenTLS)
  .acceptTLS('client', {
    certificate: {
      cert: new crypto.CertificateChain(pipy.load(config.certificate) || ''),
      key: new crypto.PrivateKey(pipy.load(config.key) || ''),
    },
  })

.pipeline('client')
  .use(config.plugins, 'session')
  .demuxHTTP('request')

.pipeline('request')
  .use(config.plugins, 'request', 'response', () => __answered)

)(JSON.decode(pipy.load('config/main.json')))
