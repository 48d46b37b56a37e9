"""Graph → Scene → DOT → SVG, PNG and PDF."""

from kspec.drawing.diagram import Diagram as Diagram
from kspec.drawing.diagram import Format as Format
from kspec.drawing.diagram import draw as draw
from kspec.drawing.diagram import draw_graph as draw_graph
from kspec.drawing.options import DrawOptions as DrawOptions
from kspec.drawing.scene import Scene as Scene
from kspec.drawing.staging import stage as stage
