// 8001 gives bytes back as they come; 8002 gives the bodies of HTTP requests back.
pipy()

.listen(8001)
  .dummy()

.listen(8002)
  .serveHTTP(request => new Message(request.body))
