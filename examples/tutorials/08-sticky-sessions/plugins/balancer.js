// Forwards a request to one of the servers of its service, always the same for a client's connection.
(config => pipy({
  _balancers: Object.fromEntries(
    Object.entries(config.services).map(
      ([name, targets]) => [name, new algo.RoundRobinLoadBalancer(targets)]
    )
  ),

  _chosen: null,
  _balancer: null,
  _target: '',
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('session')
  .handleStreamStart(
    () => _chosen = new algo.Cache(
      balancer => balancer.select(),
      (balancer, target) => balancer.deselect(target)
    )
  )
  .handleStreamEnd(
    () => _chosen.clear()
  )

.pipeline('request')
  .handleMessageStart(
    () => (
      _balancer = _balancers[__service],
      _target = _balancer && _chosen.get(_balancer),
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

)(JSON.decode(pipy.load('config/balancer.json')))
