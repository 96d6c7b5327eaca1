// Lets a service have no more than so many requests a second, all clients together.
(config => pipy({
  _limit: 0,
})

.import({
  __service: 'router',
})

.pipeline('request')
  .handleMessageStart(
    () => _limit = config.services[__service]?.perSecond
  )
  .link(
    'throttle', () => Boolean(_limit),
    ''
  )

.pipeline('throttle')
  .throttleMessageRate(
    () => _limit,
    () => __service
  )

)(JSON.decode(pipy.load('config/throttle.json')))
