"""How the property tests run."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no defect: what takes too long is measured in test_reader_hostile.py.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
