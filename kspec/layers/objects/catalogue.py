"""The families of objects that a spec can name."""

from __future__ import annotations

from kspec.layers.objects.activations import ACTIVATIONS
from kspec.layers.objects.callbacks import CALLBACKS
from kspec.layers.objects.constraints import CONSTRAINTS
from kspec.layers.objects.initializers import INITIALIZERS
from kspec.layers.objects.losses import LOSSES
from kspec.layers.objects.metrics import METRICS
from kspec.layers.objects.object import Vocabulary
from kspec.layers.objects.optimizers import OPTIMIZERS
from kspec.layers.objects.regularizers import REGULARIZERS
from kspec.layers.objects.schedules import SCHEDULES

VOCABULARIES: tuple[Vocabulary, ...] = (
    ACTIVATIONS,
    INITIALIZERS,
    REGULARIZERS,
    CONSTRAINTS,
    OPTIMIZERS,
    SCHEDULES,
    LOSSES,
    METRICS,
    CALLBACKS,
)
"""Every vocabulary: first what layers take, then what training does."""
