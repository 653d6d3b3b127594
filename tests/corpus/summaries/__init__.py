"""What is measured of summaries over the recorded arXiv, and what readers thought of them."""
