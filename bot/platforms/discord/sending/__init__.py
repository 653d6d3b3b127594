"""Messages on their way to Discord: posts, their pace and what became of them."""
