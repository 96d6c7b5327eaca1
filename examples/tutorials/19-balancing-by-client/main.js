(config => pipy()

.export('main', {
  __answered: false,
})

.listen(config.listen)
  .use(config.plugins, 'session')
  .demuxHTTP('request')

.pipeline('request')
  .use(config.plugins, 'request', 'response', () => __answered)

)(JSON.decode(pipy.load('config/main.json')))
