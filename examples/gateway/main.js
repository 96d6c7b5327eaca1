// The gateway: what a request meets is up to the plug-ins in its configuration.
(config => pipy()

// Whether a plug-in has found an answer: then those after it are passed over.
.export('gateway', {
  __answered: false,
})

.listen(config.listen)
  .use(config.plugins, 'session')
  .demuxHTTP('request')

.pipeline('request')
  .use(config.plugins, 'request', 'response', () => __answered)

)(JSON.decode(pipy.load('config/gateway.json')))
