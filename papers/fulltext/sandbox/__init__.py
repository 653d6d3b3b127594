"""Where hostile documents are read: a process that can do nothing else."""
