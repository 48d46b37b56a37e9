"""Training: data, fit, the report beside baselines, and the folder of a run."""

from kspec.training.dataset import Dataset as Dataset
from kspec.training.evaluation import evaluate as evaluate
from kspec.training.exporting import export as export
from kspec.training.prediction import predict as predict
from kspec.training.run import Run as Run
from kspec.training.trainer import load_dataset as load_dataset
from kspec.training.trainer import resume as resume
from kspec.training.trainer import train as train
