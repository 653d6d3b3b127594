"""What matters to whom: papers as weighted words, what a reader likes, and what is near."""

import os

# OpenBLAS starts a thread for each core, which spin while they wait for one another: on a busy
# machine a reader's small model took ten times as long. It looks at this when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
