"""The catalogue of layers: one class for each Keras layer, a file for each family."""
