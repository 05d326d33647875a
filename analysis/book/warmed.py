"""Imported by the process that kernels are forked from, never elsewhere: what every page imports, and the published results."""

import gc
import os
from pathlib import Path

import altair  # noqa: F401
import ipykernel.ipkernel  # noqa: F401
import ipykernel.kernelapp  # noqa: F401
import vl_convert  # noqa: F401

import analysis.notebook  # noqa: F401
from analysis.handed import taken
from analysis.results import HOME

taken(Path(os.environ.get("COMPUTE_LEDGER_ROOT", HOME)))
gc.freeze()  # what is shared stays so: the collector of a fork would touch, and copy, every object
