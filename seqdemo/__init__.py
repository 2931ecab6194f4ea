"""seqdemo: trained sequence models, walked one step at a time in the open."""

import os

# A step is a few small matrix products. Threads that wait for each other cost more than they
# bring, many times more on a busy machine. It must be said before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
