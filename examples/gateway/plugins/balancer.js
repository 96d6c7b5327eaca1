// Forwards a request to a target of its service. A client's connection stays with the target it was given first.
(config => pipy({
  _balancers: Object.fromEntries(
    Object.entries(config.services).map(
      ([name, targets]) => [name, new algo.RoundRobinLoadBalancer(targets)]
    )
  ),
  _balancer: null,
  _targets: null,
  _target: '',
})

.import({
  __answered: 'gateway',
  __service: 'router',
})

.pipeline('session')
  .handleStreamStart(
    () => _targets = new algo.Cache(
      balancer => balancer.select(),
      (balancer, target) => balancer.deselect(target)
    )
  )
  .handleStreamEnd(() => _targets.clear())

.pipeline('request')
  .handleMessageStart(
    () => (
      _balancer = _balancers[__service],
      _balancer && (
        _target = _targets.get(_balancer),
        __answered = Boolean(_target)
      )
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
