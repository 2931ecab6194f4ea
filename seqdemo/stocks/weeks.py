"""Which weeks of the shipped prices the networks have learnt from; counted from 1, each bound included."""

LEARNT = 60
"""The networks learnt from the weeks up to this one."""
SEEN = 75
"""On the weeks between was decided when to stop; those after it were never looked at."""
