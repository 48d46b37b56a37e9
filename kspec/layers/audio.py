"""Spectrograms of sound."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    Check,
    Choice,
    DataFormat,
    Float,
    NonNegativeFloat,
    PositiveFloat,
    PositiveInt,
    is_number,
)
from kspec.layers.images import BRAIN, refuse_dtype
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.spatial import FIRST, Window, conflict, known_channels, split
from kspec.layers.vocabulary import is_list
from kspec.shape import Shape, ShapeError, Weight, elements, show

Samples = Annotated[
    tuple[float, ...],
    Check(
        "a list with a number for each sample",
        lambda v: is_list(v, is_number),
        {"type": "array", "items": {"type": "number"}, "minItems": 1},
    ),
]
MelWindow = Annotated[Literal["hann", "hamming"], Choice()]
WindowName = Annotated[
    Literal[
        "barthann", "bartlett", "blackman", "blackmanharris", "bohman", "boxcar",
        "cosine", "exponential", "flattop", "hamming", "hann", "lanczos", "nuttall",
        "parzen", "taylor", "triang", "tukey",
    ],
    Choice(),
]  # fmt: skip


class MelSpectrogram(Layer):
    """How loud each pitch is over time, on the scale of the ear.

    Shapes: (batch, samples) → (batch, num_mel_bins, frames)

    Args:
        fft_length: the number of samples in a transform.
        sequence_stride: samples between the starts of two frames.
        sequence_length: samples in a frame; null for `fft_length`.
        window: how the samples of a frame are weighted; null for all alike.
        sampling_rate: samples in a second.
        num_mel_bins: the number of pitches.
        min_freq: the lowest frequency, in hertz.
        max_freq: the highest frequency, in hertz; null for half the rate.
        power_to_db: whether the loudness is given in decibels.
        top_db: how far below the loudest value others are kept, in decibels.
        mag_exp: the power of the magnitudes, 2 for energies.
        min_power: the least power, before decibels.
        ref_power: the power of 0 decibels.
    Source: keras.layers.MelSpectrogram.
    """

    family: ClassVar[Family] = "preprocessing"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"fft_length": 64, "sequence_stride": 16}, ((None, 160),)),
        Example({"fft_length": 64, "num_mel_bins": 40}, ((None, None),)),
    )

    fft_length: PositiveInt = 2048
    sequence_stride: PositiveInt = 512
    sequence_length: PositiveInt | None = None
    window: MelWindow | Samples | None = "hann"
    sampling_rate: PositiveInt = 16000
    num_mel_bins: PositiveInt = 128
    min_freq: NonNegativeFloat = 20.0
    max_freq: PositiveFloat | None = None
    power_to_db: Bool = True
    top_db: NonNegativeFloat = 80.0
    mag_exp: PositiveFloat = 2.0
    min_power: PositiveFloat = 1e-10
    ref_power: Float = 1.0

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_dtype(self, "float64")
        length = self.sequence_length or self.fft_length
        if length > self.fft_length:
            raise conflict(
                "sequence_length",
                f"`sequence_length` is {length}, and a transform has "
                f"{self.fft_length} samples",
                hint="make `fft_length` as long",
            )
        check_window(self.window, length)
        highest = self.max_freq or self.sampling_rate // 2
        if self.min_freq >= highest:
            raise conflict(
                "min_freq",
                f"`min_freq` has to be below the highest frequency, {highest}, got "
                f"{self.min_freq}",
            )
        return self

    def shape_of(self, x: Shape) -> Shape:
        if len(x) != 2:
            raise ShapeError(
                f"needs 2 dimensions (batch, samples), got {show(x)}",
                hint="give the input a shape with the samples alone",
            )
        return (x[0], self.num_mel_bins, self._frames(x))

    def multiply_adds_of(self, x: Shape) -> int:
        """Each frequency of each frame to each band; the transform is not counted."""
        return elements(self.shape_of(x)) * (self.fft_length // 2 + 1)

    def _frames(self, x: Shape) -> int | None:
        """The number of frames, where what Keras says is what it computes."""
        if x[1] is None:
            return None
        half = self.fft_length // 2
        if x[1] <= half:
            raise ShapeError(
                f"needs more than {half} samples, half of `fft_length`, got {show(x)}",
                argument="fft_length",
            )
        frames = (x[1] + 1) // self.sequence_stride + 1
        if (x[1] + 2 * half - self.fft_length) // self.sequence_stride + 1 != frames:
            raise ShapeError(
                f"Keras announces {frames} frames for {show(x)} and computes one less",
                hint="give the input a few samples more or less, or null",
                argument="sequence_stride",
            )
        return frames


class STFTSpectrogram(Layer):
    """How loud each frequency is over time, by a short-time Fourier transform.

    Shapes: (batch, samples, channels) → (batch, frames, channels × frequencies), or
        (batch, frames, frequencies, channels) with `expand_dims`

    Args:
        mode: what is given of each frequency.
        frame_length: samples in a frame.
        frame_step: samples between the starts of two frames; null for half a frame.
        fft_length: samples in a transform; null for the next power of two.
        window: how the samples of a frame are weighted; null for all alike.
        periodic: whether the window is meant to be repeated.
        scaling: how the window is normalized; null for not at all.
        padding: `valid` keeps the frames inside, `same` goes on over added zeros.
        expand_dims: whether frequencies and channels have an axis each.
    Source: keras.layers.STFTSpectrogram.
    """

    family: ClassVar[Family] = "preprocessing"
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"frame_length": 16}, ((None, 80, 1),)),
        Example(
            {"frame_length": 16, "mode": "stft", "expand_dims": True},
            ((None, 80, 2),),
        ),
    )

    mode: Annotated[
        Literal["log", "magnitude", "psd", "real", "imag", "angle", "stft"], Choice()
    ] = "log"
    frame_length: PositiveInt = 256
    frame_step: PositiveInt | None = None
    fft_length: PositiveInt | None = None
    window: WindowName | Samples | None = "hann"
    periodic: Bool = False
    scaling: Annotated[Literal["density", "spectrum"], Choice()] | None = "density"
    padding: Annotated[Literal["valid", "same"], Choice()] = "valid"
    expand_dims: Bool = False
    data_format: DataFormat | None = None

    @property
    def frequencies(self) -> int:
        """The number of frequencies in a transform."""
        power = 1 << (self.frame_length - 1).bit_length()
        return (self.fft_length or power) // 2 + 1

    @property
    def step(self) -> int:
        """Samples between the starts of two frames."""
        return self.frame_step or self.frame_length // 2

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_dtype(self, *BRAIN)
        if not 1 <= self.step <= self.frame_length:
            raise conflict(
                "frame_step",
                f"`frame_step` has to be from 1 to {self.frame_length}, got "
                f"{self.step}",
            )
        length = self.fft_length
        if length is not None and length < self.frame_length:
            raise conflict(
                "fft_length",
                f"`fft_length` has to be {self.frame_length} or more, got {length}",
            )
        check_window(self.window, self.frame_length)
        return self

    def shape_of(self, x: Shape) -> Shape:
        samples, channels = split(x, 1, self.data_format)
        number = known_channels(channels, x)
        window = Window((self.frame_length,), (self.step,), (1,), self.padding)
        (frames,) = window.slide(x, samples, "frame_length")
        depth = self.frequencies * (2 if self.mode == "stft" else 1)
        first = self.data_format == FIRST
        if self.expand_dims:
            image = (number, frames, depth) if first else (frames, depth, number)
            return (x[0], *image)
        return (
            x[0],
            *((number * depth, frames) if first else (frames, number * depth)),
        )

    def weights_of(self, *_args: Any, **_kwargs: Any) -> tuple[Weight, ...]:
        shape = (self.frame_length, 1, self.frequencies)
        real, imag = Weight("real_kernel", shape), Weight("imag_kernel", shape)
        return {"real": (real,), "imag": (imag,)}.get(self.mode, (real, imag))

    def multiply_adds_of(self, x: Shape) -> int:
        """Each frame and channel meets each kernel."""
        output, kernels = elements(self.shape_of(x)), self.weights_of(x)
        both = 1 if self.mode == "stft" else len(kernels)
        return output * both * self.frame_length


def check_window(window: Any, length: int) -> None:
    """Refuse a list with another number of samples than a frame has."""
    if isinstance(window, tuple) and len(window) != length:  # pyright: ignore
        raise conflict(
            "window",
            f"a frame has {length} samples, and `window` has {len(window)} numbers",  # pyright: ignore
        )
