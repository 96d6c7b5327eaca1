// Tells a collector of each request and its answer, many at a time.
(config => pipy({
  _entry: null,
})

.import({
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    request => _entry = {
      method: request.head.method,
      path: request.head.path,
      client: __inbound.remoteAddress,
      began: Date.now(),
    }
  )

.pipeline('response')
  .handleMessageStart(
    response => _entry = {
      ..._entry,
      service: __service,
      status: response.head.status || 200,
      took: Date.now() - _entry.began,
    }
  )
  .fork('log')

.pipeline('log')
  .replaceMessage('1k',
    () => new Message(JSON.encode(_entry).push('\n'))
  )
  .merge('send', '')

.pipeline('send')
  .pack(config.batchSize, { timeout: config.seconds })
  .replaceMessageStart(
    () => new MessageStart({
      method: 'POST',
      path: config.path,
      headers: { 'host': config.collector, 'content-type': 'application/x-ndjson' },
    })
  )
  .encodeHTTPRequest()
  .connect(config.collector, { bufferLimit: '8m', retryCount: -1, retryDelay: 1 })

)(JSON.decode(pipy.load('config/logger.json')))
