// Finds the service that a request is for.
(config => pipy({
  _router: new algo.URLRouter(config.routes),
})

.export('router', {
  __service: '',
})

.pipeline('request')
  .handleMessageStart(
    request => __service = _router.find(request.head.headers.host, request.head.path)
  )

)(JSON.decode(pipy.load('config/router.json')))
