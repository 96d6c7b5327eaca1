pipy()

// Always the same.
.listen(8080)
  .serveHTTP(new Message('Hello!\n'))

// What was sent.
.listen(8081)
  .serveHTTP(request => new Message(request.body))

// What was asked for, and by whom.
.listen(8082)
  .serveHTTP(
    request => new Message(`${__inbound.remoteAddress} asks for ${request.head.path}\n`)
  )
