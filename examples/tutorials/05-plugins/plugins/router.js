// Forwards requests to the servers that their paths belong to.
pipy({
  _router: new algo.URLRouter({
    '/hello/*': '127.0.0.1:8080',
    '/mirror': '127.0.0.1:8081',
    '/whoami/*': '127.0.0.1:8082',
  }),

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
