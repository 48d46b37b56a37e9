"""The graph: a spec wired, typed and with its shapes."""

from kspec.graph.compilation import analyse as analyse
from kspec.graph.compilation import check as check
from kspec.graph.compilation import check_file as check_file
from kspec.graph.compilation import compile_spec as compile_spec
from kspec.graph.compilation import examine_file as examine_file
from kspec.graph.ir import Graph as Graph
from kspec.graph.ir import Outputs as Outputs
from kspec.graph.ir import Port as Port
from kspec.graph.ir import Vertex as Vertex
from kspec.graph.limits import Limits as Limits
