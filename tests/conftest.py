"""No test is measured by the clock, and components are found by every AppTest of one process.

With Streamlit 1.65, the newest for Python 3.10, each AppTest has a registry of its own, and a component registers
once, when its module is imported: so all of them get the same registry, before any other test is imported.
"""

from __future__ import annotations

import hypothesis
import streamlit
from streamlit.components.v2 import component_manager

# by itself Hypothesis fails an example that takes 200 ms, as it may on a busy machine
hypothesis.settings.register_profile("without a clock", deadline=None)
hypothesis.settings.load_profile("without a clock")

collect_ignore = ["template"]  # it is tested where it belongs, see test_toy.py

if tuple(map(int, streamlit.__version__.split(".")[:2])) < (1, 67):
    _registry = component_manager.BidiComponentManager()
    component_manager.BidiComponentManager = lambda: _registry
