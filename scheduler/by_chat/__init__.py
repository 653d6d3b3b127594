"""What comes to chats at moments of their own, beside digests."""
