// Finds the service that a request is for.
(config => pipy({
  _router: new algo.URLRouter(config.routes),
})

.export('router', {
  __service: '',
})

.pipeline('request')
  .handleMessageStart(
    ({ head }) => __service = _router.find(head.headers.host, head.path)
  )

)(JSON.decode(pipy.load('config/router.json')))
