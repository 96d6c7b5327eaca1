// Forwards a request to one of the servers of its service.
(config => pipy({
  _balancers: Object.fromEntries(
    Object.entries(config.services).map(
      ([name, targets]) => [name, new algo.RoundRobinLoadBalancer(targets)]
    )
  ),

  _target: '',
})

.import({
  __answered: 'main',
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    () => (
      _target = _balancers[__service]?.select?.(),
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
