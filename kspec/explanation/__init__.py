"""Explanations of layers, objects, arguments, keys and error codes, as Markdown."""

from kspec.explanation.index import explain as explain
