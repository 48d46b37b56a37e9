"""The document: node tree to spec and back."""

from kspec.schema.dumping import dump as dump
from kspec.schema.expectation import Expectation as Expectation
from kspec.schema.expectation import LayerExpectation as LayerExpectation
from kspec.schema.loading import examine as examine
from kspec.schema.loading import load as load
from kspec.schema.loading import loads as loads
from kspec.schema.loading import with_epochs as with_epochs
from kspec.schema.loading import with_train as with_train
from kspec.schema.members import Block as Block
from kspec.schema.members import Entry as Entry
from kspec.schema.members import Instance as Instance
from kspec.schema.members import Member as Member
from kspec.schema.members import OutputsEntry as OutputsEntry
from kspec.schema.members import Reference as Reference
from kspec.schema.members import Slot as Slot
from kspec.schema.spec import Spec as Spec
from kspec.schema.spec import text_of as text_of
