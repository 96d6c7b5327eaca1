// Answers what no other plug-in has answered.
pipy()

.pipeline('request')
  .replaceMessage(new Message({ status: 404 }, 'There is no such service\n'))
