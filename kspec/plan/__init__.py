"""The plan: the calls that Keras receives, in order, as data.

The builder executes it and the code writer prints it; neither holds code for a single
layer, so the built model and the printed code cannot drift apart. Constructors are
named by dotted paths that come from the catalogue, never from a spec.
"""

from __future__ import annotations

from kspec.plan.arguments import Argument as Argument
from kspec.plan.arguments import Call as Call
from kspec.plan.arguments import Constant as Constant
from kspec.plan.arguments import List as List
from kspec.plan.arguments import Name as Name
from kspec.plan.arguments import Table as Table
from kspec.plan.arguments import Tuple as Tuple
from kspec.plan.arguments import construction as construction
from kspec.plan.arguments import formulas as formulas
from kspec.plan.arguments import modules as modules
from kspec.plan.lowering import lower as lower
from kspec.plan.steps import Again as Again
from kspec.plan.steps import Construct as Construct
from kspec.plan.steps import Freezing as Freezing
from kspec.plan.steps import Function as Function
from kspec.plan.steps import Inner as Inner
from kspec.plan.steps import Invocation as Invocation
from kspec.plan.steps import Parameter as Parameter
from kspec.plan.steps import Plan as Plan
from kspec.plan.steps import Site as Site
from kspec.plan.steps import Step as Step
