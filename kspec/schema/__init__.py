"""The document: node tree to spec and back."""

from kspec.schema.expectation import Expectation as Expectation
from kspec.schema.expectation import LayerExpectation as LayerExpectation
from kspec.schema.loading import dump as dump
from kspec.schema.loading import examine as examine
from kspec.schema.loading import load as load
from kspec.schema.loading import loads as loads
from kspec.schema.loading import with_epochs as with_epochs
from kspec.schema.loading import with_train as with_train
from kspec.schema.spec import Entry as Entry
from kspec.schema.spec import OutputsEntry as OutputsEntry
from kspec.schema.spec import Reference as Reference
from kspec.schema.spec import Slot as Slot
from kspec.schema.spec import Spec as Spec
from kspec.schema.spec import text_of as text_of
