// Forwards a request to one of the servers of its service, each service in its own way. A client's connection has its
// connections to servers for itself as long as it lasts.
(config => pipy({
  _services: Object.fromEntries(
    Object.entries(config.services).map(
      ([name, service]) => [
        name,
        {
          balancer: new algo[service.algorithm](service.targets),
          stayBy: service.stayBy,
          chosen: new algo.Cache(10000),
        }
      ]
    )
  ),

  _pool: (count => new algo.ResourcePool(
    () => ++count.made
  ))({ made: 0 }),

  _connections: null,
  _service: null,
  _client: '',
  _target: '',
  _connection: 0,
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('session')
  .handleStreamStart(
    () => _connections = new algo.Cache(
      target => _pool.allocate(target),
      (target, connection) => _pool.free(connection)
    )
  )
  .handleStreamEnd(
    () => _connections.clear()
  )

.pipeline('request')
  .handleMessageStart(
    request => (
      _service = _services[__service],
      _service && (
        _client = _service.stayBy ? request.head.headers[_service.stayBy] : '',
        _target = (
          (_client ? _service.chosen.get(_client) : '') ||
          _service.balancer.select(_client || __inbound.remoteAddress)
        ),
        _client && _service.chosen.set(_client, _target),
        _connection = _connections.get(_target),
        __answered = true
      )
    )
  )
  .link(
    'forward', () => Boolean(_target),
    ''
  )

.pipeline('forward')
  .muxHTTP('connection', () => _connection)

.pipeline('connection')
  .connect(() => _target)

)(JSON.decode(pipy.load('config/balancer.json')))
