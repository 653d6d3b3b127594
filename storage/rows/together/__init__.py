"""What is kept of many chats at a time: in a few statements, not in a few for each."""
