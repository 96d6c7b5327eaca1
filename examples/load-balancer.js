// Sends each request to that of the two greeters of gateway/services.js that has the least to do.
pipy({
  _balancer: new algo.LeastWorkLoadBalancer(['127.0.0.1:9001', '127.0.0.1:9002']),
  _target: '',
})

.listen(8003)
  .demuxHTTP('request')

.pipeline('request')
  .handleMessageStart(() => _target = _balancer.select())
  .muxHTTP('connection', () => _target)
  .handleMessageEnd(() => _balancer.deselect(_target))

.pipeline('connection')
  .connect(() => _target)
