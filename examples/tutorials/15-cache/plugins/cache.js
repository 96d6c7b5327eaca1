// Keeps answers for a while, and gives them again without asking a server.
(config => pipy({
  _paths: config.paths.map(path => new RegExp(path)),
  _cache: new algo.Cache(config.entries),

  _key: '',
  _kept: null,
})

.import({
  __answered: 'main',
})

.pipeline('request')
  .handleMessageStart(
    request => (
      _key = (
        request.head.method === 'GET' &&
        !request.head.headers.authorization &&
        !request.head.headers.cookie &&
        _paths.some(path => path.test(request.head.path.split('?')[0]))
      ) ? request.head.headers.host + request.head.path : '',

      _kept = _key ? _cache.get(_key) : null,
      _kept && _kept.until < Date.now() && (_kept = null),
      _kept && (__answered = true)
    )
  )
  .link(
    'answer', () => Boolean(_kept),
    ''
  )

.pipeline('answer')
  .replaceMessage(
    () => new Message(
      { ..._kept.head, headers: { ..._kept.head.headers, 'x-cache': 'hit' } },
      _kept.body
    )
  )

.pipeline('response')
  .handleMessage('64k',
    response => (
      _key && !_kept &&
      (response.head.status || 200) === 200 &&
      response.body && response.body.size < 64 * 1024 &&
      _cache.set(_key, {
        head: response.head,
        body: response.body,
        until: Date.now() + config.seconds * 1000,
      })
    )
  )

)(JSON.decode(pipy.load('config/cache.json')))
