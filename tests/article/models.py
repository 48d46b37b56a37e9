"""The article's models, in its order, and what it says of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.article.pictures import write_digits
from tests.article.results import Result


@dataclass(frozen=True)
class Model:
    """A model of the article.

    Args:
        id: as the page calls it.
        spec: the name of the bundled spec; several models may share one.
        says: what the article says of it.
        why: where and why ours differs.
        ours: the sentence about a run; None for a model that is not trained.
        params: for the training.
        short: for the short form, which only shows that everything works.
        prepare: writes into the spec's folder what the model learns from, so many
            pictures of each class.
        before: the commands that do the same.
    """

    id: str
    spec: str
    title: str
    says: str
    why: str
    ours: Callable[[Result], str] | None = None
    params: dict[str, Any] = field(default_factory=dict)
    short: dict[str, Any] = field(default_factory=dict)
    prepare: Callable[[Path, int], None] | None = None
    before: str = ""

    @property
    def key(self) -> str:
        """The name of what is kept of its run."""
        return self.id.lower().replace(", ", "-")

    @property
    def command(self) -> str:
        """What trains it."""
        given = "".join(f" -p {key}={value}" for key, value in self.params.items())
        return f"kspec train {self.spec}.yaml{given}"


def _ratings(result: Result) -> str:
    errors = ", ".join(f"{row['val_loss']:.4f}" for row in result.history)
    value, epoch = result.best("val_loss", min)
    return (
        f"Mean squared error on the validation part {value:.4f} after epoch {epoch}, "
        f"whose weights are kept; on the test part {result.of('rating', 'mse'):.4f}, "
        f"where the mean rating has {result.of('rating', 'mse', 'mean'):.4f}. After "
        f"each epoch: {errors}."
    )


def _pictures(result: Result) -> str:
    # Both phases have as many epochs.
    ends = (len(result.history) // 2 - 1, -1)
    top, block = (result.history[at]["val_accuracy"] for at in ends)
    return (
        f"{100 * result.of('predictions', 'accuracy'):.1f} % of the 200 test pictures. "
        f"Of the 100 of the validation part {100 * top:.0f} % after the top had learnt "
        f"alone, {100 * block:.0f} % after the last block had learnt with it."
    )


CUT_SHORT = ", with which the run was cut short"


def _digits(result: Result) -> str:
    value, epoch = result.best("val_accuracy", max)
    return (
        f"{100 * value:.2f} % of the test digits at best, after epoch {epoch} of "
        f"{len(result.history)}; {100 * result.history[-1]['val_accuracy']:.2f} % "
        f"after the last{'' if result.measures else CUT_SHORT}."
    )


def _river(result: Result) -> str:
    rows = result.measures["forecast"]
    beside = ", ".join(
        f"{title} {row['mape']:.1f} %"
        for title, row in rows.items()
        if title != "model"
    )
    return (
        f"MAPE {result.of('forecast', 'mape'):.1f} % over all 24 horizons after "
        f"{len(result.history)} epochs. Beside it, without any model: {beside}."
    )


MODELS = (
    Model(
        "M1, M2",
        "mlp",
        "The fully connected network",
        "Eight inputs, hidden layers of 10, 8 and 10, five classes; once as a "
        "sequential and once as a functional model.",
        "323 parameters, counted by hand: 90 + 88 + 90 + 55. `mode: functional` "
        "gives the functional model, with the same weights at one seed. The article "
        "trains it on no data, so it has no training section here.",
    ),
    Model(
        "M3",
        "two_branch",
        "A more complicated example",
        "Its figure shows a network of the general family; the figure is lost.",
        "Ours has two inputs, two branches that merge and two outputs. There are no "
        "public data for it, so it has no training section.",
    ),
    Model(
        "M4",
        "matrix_factorization",
        "The simple recommender",
        "A vector for each user and each movie; their dot product is the rating.",
        "It is the model that the deep one is compared with; the article gives no "
        "number.",
    ),
    Model(
        "M5",
        "deep_recommender",
        "The deep recommender",
        "Error 0.8226 on MovieLens, with adam, batches of 100, 50 epochs.",
        "MovieLens latest-small, mean squared error; which part the article held out "
        "is not said. Ours holds out two random tenths: one chooses the epoch, the "
        "other is measured once, at the end. Layers, optimizer, rates of dropout and "
        "batches are the article's. After some epochs the held-out error rises while "
        "that of the training part falls, so the training stops five epochs after the "
        "best one; all 50 would learn the ratings by heart.",
        ours=_ratings,
    ),
    Model(
        "M6",
        "mnist_cnn",
        "Handwritten digits",
        "421,642 parameters, most of them in the last layer but one; 99.14 % of the "
        "test digits, with adagrad, batches of 10, 20 epochs.",
        "The article's code says `padding: valid` in the second convolution, which "
        "gives 315,146 parameters; `same` gives the number that it prints. Adagrad "
        "has the rate 0.01 and the empty accumulator that were Keras's defaults "
        "then. As in the article, the test part is looked at after each epoch, but it "
        "chooses nothing: the spec fixes the seed and the epochs. One digit of the "
        "10,000 is 0.01 %, and the standard error of such a share 0.09 %, so our "
        "number and the article's do not differ by more than chance.",
        ours=_digits,
        params={"dataset": "mnist", "epochs": 20},
        short={"dataset": "mnist-5k", "epochs": 1},
    ),
    Model(
        "M7",
        "small_conv",
        "The small convolution",
        "Sixteen 3×3 filters, then pooling over 3×3: the introduction of both layers.",
        "Two layers are added that make a classifier of it; the article gives no "
        "number.",
    ),
    Model(
        "M8",
        "vgg16",
        "VGG16",
        "The figure shows the whole network.",
        "138,357,544 parameters, as in Keras's own. ImageNet is too large to train "
        "it here.",
    ),
    Model(
        "M9",
        "vgg16_transfer",
        "VGG16, transferred",
        "The lower layers keep their ImageNet weights, a new top tells ten classes.",
        "14,714,688 fixed parameters and 250,890 trained ones. Keras downloads the "
        "ImageNet weights when the model is built; they were not at hand here, so this "
        "spec is checked and the next one is trained.",
    ),
    Model(
        "M9, trained",
        "vgg16_digits",
        "VGG16, transferred without ImageNet",
        "(The article has ImageNet's weights and shows no number.)",
        "**The weights of the lower layers are random**, not ImageNet's: this shows "
        "the steps of a transfer, not how good one gets. The pictures are real: the "
        "first 100 of each digit in mnist-5k, as PNG files in a folder for each class, "
        "at 32 x 32 instead of 224 x 224 pixels. The top learns alone in the first "
        "phase; in the second, `block5` of the frozen base with it.",
        ours=_pictures,
        prepare=write_digits,
        before="python -m tests.article.pictures .\n",
    ),
    Model(
        "M10",
        "hankou_lstm",
        "The river, by an LSTM",
        "MAPE below 25 %, with adam, batches of 100, 20 epochs: “somewhat better "
        "than SARIMA”.",
        "The last fifth of the series is the test part. With 20 epochs the model is "
        "not done learning, and which rows the article measured on is not said. The "
        "mean of each calendar month needs no model at all: a forecast that loses "
        "to it is no good forecast, whatever its curve looks like.",
        ours=_river,
    ),
    Model(
        "M10, longer",
        "hankou_lstm",
        "The river, by the same LSTM",
        "(The article stops after 20 epochs.)",
        "The epochs that it takes to come below 25 %.",
        ours=_river,
        params={"epochs": 100},
    ),
    Model(
        "M10, better",
        "hankou_forecast",
        "The river, beating every baseline",
        "(Not in the article.)",
        "See [below](#how-the-second-forecast-was-chosen) how it was chosen.",
        ours=_river,
    ),
    Model(
        "M11",
        "recommender_side_data",
        "The recommender with side data",
        "“The same structure extends to user age, region, device and product "
        "attributes.”",
        "M5 with features of the user and the movie; the article gives no number.",
    ),
)
