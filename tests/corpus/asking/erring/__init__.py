"""What reaches a person of a model that errs, over the recorded questions."""
