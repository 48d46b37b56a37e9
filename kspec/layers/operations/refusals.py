"""The functions of `keras.ops` that no spec can name, each with the reason."""

from __future__ import annotations

FUNCTION = "it takes a function, which a spec cannot hold"
CREATES = "it makes a tensor of no other; a number can stand in a tensor's place"
NO_TENSOR = "it gives no tensor"
VALUES = "the size of its result depends on the values"
COMPLEX = "kspec has no complex numbers"
LOSS = "a loss or metric stands under `train:`"
WEIGHTS = "its weights would be tensors of the graph; write the layer that has them"
LAYER = "write the layer that does it, such as MaxPooling2D"
DECODING = "it reads a result, which is no part of a model"
UNKNOWN = "kspec does not know its shapes yet"

_BY_REASON: dict[str, tuple[str, ...]] = {
    FUNCTION: (
        "associative_scan", "cond", "custom_gradient", "fori_loop", "jvp", "map",
        "scan", "switch", "vectorize", "vectorized_map", "while_loop",
    ),
    CREATES: (
        "arange", "array", "bartlett", "blackman", "empty", "eye", "full", "geomspace",
        "hamming", "hanning", "identity", "kaiser", "linspace", "logspace", "ones",
        "tri", "zeros",
    ),
    NO_TENSOR: (
        "convert_to_numpy", "convert_to_tensor", "dtype", "is_tensor", "ndim", "shape",
        "size",
    ),
    "its values are left to chance": ("empty_like",),
    VALUES: ("bincount", "nonzero", "unique"),
    COMPLEX: (
        "angle", "conj", "conjugate", "imag", "isreal", "polar", "real",
        "view_as_complex", "view_as_real",
    ),
    LOSS: (
        "binary_crossentropy", "categorical_crossentropy", "ctc_loss", "psnr",
        "sparse_categorical_crossentropy",
    ),
    WEIGHTS: (
        "batch_normalization", "conv", "conv_transpose", "depthwise_conv",
        "layer_normalization", "rms_normalization", "separable_conv",
    ),
    LAYER: ("adaptive_average_pool", "adaptive_max_pool", "average_pool", "max_pool"),
    DECODING: ("ctc_decode",),
}  # fmt: skip

NOT_YET: tuple[str, ...] = (
    "allclose", "argpartition", "average", "cbrt", "cholesky_inverse", "corrcoef",
    "correlate", "cross", "diag", "diagflat", "digitize", "dot_product_attention",
    "dstack", "eig", "eigh", "extract_sequences", "fft", "fft2", "fold", "gcd",
    "get_item", "histogram", "i0", "ifft2", "in_top_k", "irfft", "isin", "istft",
    "kron", "lcm", "ldexp", "logdet", "lstsq", "lu_factor", "matrix_rank", "meshgrid",
    "multi_hot", "nanpercentile", "nanquantile", "nextafter", "percentile", "pinv",
    "qr", "quantile", "rearrange", "rfft", "scatter", "scatter_update", "searchsorted",
    "segment_max", "segment_min", "segment_prod", "segment_sum", "select",
    "slice_update", "slogdet", "solve", "solve_triangular", "stft", "svd", "trapezoid",
    "unfold", "unravel_index", "vander", "view",
)  # fmt: skip
"""What could be an operation here, and is none yet."""

REFUSED: dict[str, str] = {
    f"ops.{name}": reason
    for reason, names in {**_BY_REASON, UNKNOWN: NOT_YET}.items()
    for name in names
}
"""Why a spec cannot name a function that Keras has."""
