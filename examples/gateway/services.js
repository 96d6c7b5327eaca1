// The mock services behind the gateway: two greeters, a mirror, and one that tells what it was asked.
pipy()

.listen('127.0.0.1:9001')
  .serveHTTP(new Message('Hello from the first greeter!\n'))

.listen('127.0.0.1:9002')
  .serveHTTP(new Message('Hello from the second greeter!\n'))

.listen('127.0.0.1:9003')
  .serveHTTP(request => new Message(request.body))

.listen('127.0.0.1:9004')
  .serveHTTP(
    ({ head }) => new Message(`You asked for ${head.path} from ${__inbound.remoteAddress}\n`)
  )
