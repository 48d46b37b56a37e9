"""The training part of a printed module: load the data, compile, fit, measure, save.

It is the same experiment that `kspec train` makes of the spec: the same rows in each
part, the same numbers, the same seed. It needs Keras, NumPy and pandas, not kspec.
"""

from __future__ import annotations

from kspec.codegen.experiment.printing import NAMES as NAMES
from kspec.codegen.experiment.printing import Experiment as Experiment
from kspec.codegen.experiment.printing import experiment as experiment
from kspec.codegen.experiment.printing import imports as imports
