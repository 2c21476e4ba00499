"""What every test may rely on: no hub, one loopback, and Hypothesis profiles."""

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")

# Timings are no test's business: a busy two-core machine would make them lie.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("QA_TEST_PROFILE", "default"))
