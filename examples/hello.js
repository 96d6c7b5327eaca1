// Answers every request with the same message.
pipy()

.listen(8000)
  .serveHTTP(new Message('Hello, world!\n'))
