r"""YAML text ⇄ node tree, with a span on every key and value.

Example:
>>> node = read("hidden: {type: Dense, units: 8}", file="mlp.yaml")
>>> plain(node)
{'hidden': {'type': 'Dense', 'units': 8}}
>>> write(node)
'hidden: {type: Dense, units: 8}\n'
"""

from __future__ import annotations

from kspec.text.allowances import Allowance as Allowance
from kspec.text.allowances import allowances as allowances
from kspec.text.formatting import format_text as format_text
from kspec.text.limits import Limits as Limits
from kspec.text.node import UNREAD as UNREAD
from kspec.text.node import Item as Item
from kspec.text.node import Mapping as Mapping
from kspec.text.node import Node as Node
from kspec.text.node import Plain as Plain
from kspec.text.node import Scalar as Scalar
from kspec.text.node import Sequence as Sequence
from kspec.text.node import Unread as Unread
from kspec.text.node import from_plain as from_plain
from kspec.text.node import is_plain as is_plain
from kspec.text.node import plain as plain
from kspec.text.reader import Reading as Reading
from kspec.text.reader import examine as examine
from kspec.text.reader import examine_file as examine_file
from kspec.text.reader import read as read
from kspec.text.reader import read_file as read_file
from kspec.text.writer import write as write
