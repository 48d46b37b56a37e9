"""The report of a run: one HTML page that needs nothing beside it."""

from kspec.training.reports.report import write_report as write_report
from kspec.training.reports.story import Story as Story
