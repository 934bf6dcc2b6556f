"""Made registers: customers, ledgers and conversations that look real and belong to nobody, the same for the same seed.

`generate` fills an empty register. What it draws from lies in `model/data`, with its sources.
"""

from model.generate.making import Counts, generate

__all__ = ["Counts", "generate"]
