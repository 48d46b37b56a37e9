"""Two specs compared by meaning, and what becomes of a checkpoint."""

from kspec.comparison.checkpoint import Checkpoint as Checkpoint
from kspec.comparison.checkpoint import Tensor as Tensor
from kspec.comparison.difference import Diff as Diff
from kspec.comparison.difference import compare as compare
from kspec.comparison.difference import diff as diff
from kspec.comparison.edits import Added as Added
from kspec.comparison.edits import Changed as Changed
from kspec.comparison.edits import Edit as Edit
from kspec.comparison.edits import Mode as Mode
from kspec.comparison.edits import Moved as Moved
from kspec.comparison.edits import Outputs as Outputs
from kspec.comparison.edits import Parameter as Parameter
from kspec.comparison.edits import Removed as Removed
from kspec.comparison.edits import Renamed as Renamed
from kspec.comparison.edits import Rewired as Rewired
from kspec.comparison.edits import Reworded as Reworded
from kspec.comparison.edits import Training as Training
