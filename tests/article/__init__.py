"""The article's models, trained and set beside its numbers: `make article`."""
