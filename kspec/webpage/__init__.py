"""One HTML file: the spec, the diagram and the code side by side, each answering."""

from kspec.webpage.assembly import broken as broken
from kspec.webpage.assembly import content as content
from kspec.webpage.assembly import page as page
from kspec.webpage.template import render as render
