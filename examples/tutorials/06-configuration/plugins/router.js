// Forwards requests to the servers that their paths belong to.
(config => pipy({
  _router: new algo.URLRouter(config.routes),
  _target: '',
})

.import({
  __answered: 'main',
})

.pipeline('request')
  .handleMessageStart(
    request => (
      _target = _router.find(request.head.headers.host, request.head.path),
      _target && (__answered = true)
    )
  )
  .link(
    'forward', () => Boolean(_target),
    ''
  )

.pipeline('forward')
  .muxHTTP('connection', () => _target)

.pipeline('connection')
  .connect(() => _target)

)(JSON.decode(pipy.load('config/router.json')))
