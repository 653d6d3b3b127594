"""Tests of `summaries.llm`."""
