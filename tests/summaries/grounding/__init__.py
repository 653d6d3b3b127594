"""Tests of what a claim is held against, rule by rule."""
