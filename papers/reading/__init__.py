"""Reading papers themselves: text and figures, from whatever form arXiv has."""
