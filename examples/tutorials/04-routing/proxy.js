pipy({
  _router: new algo.URLRouter({
    '/hello/*': '127.0.0.1:8080',
    '/mirror': '127.0.0.1:8081',
    '/whoami/*': '127.0.0.1:8082',
  }),

  _target: '',
})

.listen(8000)
  .demuxHTTP('request')

.pipeline('request')
  .handleMessageStart(
    request => _target = _router.find(request.head.headers.host, request.head.path)
  )
  .link(
    'forward', () => Boolean(_target),
    'refuse'
  )

.pipeline('forward')
  .muxHTTP('connection', () => _target)

.pipeline('connection')
  .connect(() => _target)

.pipeline('refuse')
  .replaceMessage(new Message({ status: 404 }, 'There is no such service\n'))
