"""What groups that read together do: they are called, vote, meet, and note what was said."""
