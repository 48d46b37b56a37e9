"""Objects that arguments name: initializers, losses, optimizers and their like."""
