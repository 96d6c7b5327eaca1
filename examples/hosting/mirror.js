// A tenant that sends back what it gets.
pipy()

.listen(8002)
  .serveHTTP(({ body }) => new Message(body))
