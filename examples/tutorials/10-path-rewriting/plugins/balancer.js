// Forwards a request to one of the servers of its service, always the same for a client's connection, which has its
// connections to servers for itself as long as it lasts.
(config => pipy({
  _balancers: Object.fromEntries(
    Object.entries(config.services).map(
      ([name, targets]) => [name, new algo.RoundRobinLoadBalancer(targets)]
    )
  ),

  _pool: (count => new algo.ResourcePool(
    () => ++count.made
  ))({ made: 0 }),

  _chosen: null,
  _connections: null,
  _balancer: null,
  _target: '',
  _connection: 0,
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('session')
  .handleStreamStart(
    () => (
      _chosen = new algo.Cache(
        balancer => balancer.select(),
        (balancer, target) => balancer.deselect(target)
      ),
      _connections = new algo.Cache(
        target => _pool.allocate(target),
        (target, connection) => _pool.free(connection)
      )
    )
  )
  .handleStreamEnd(
    () => (
      _chosen.clear(),
      _connections.clear()
    )
  )

.pipeline('request')
  .handleMessageStart(
    () => (
      _balancer = _balancers[__service],
      _target = _balancer && _chosen.get(_balancer),
      _target && (
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
  .handleStreamStart(
    () => console.log('connection', _connection, 'to', _target)
  )
  .connect(() => _target)

)(JSON.decode(pipy.load('config/balancer.json')))
