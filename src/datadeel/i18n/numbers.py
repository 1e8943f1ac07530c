"""How numbers are written: the one place that does, for figures, briefs and the terminal.

Each language has its own marks between thousands and before decimals, and its own places for "%" and "€"; they come
from the Unicode repository (CLDR) by way of Babel, once a language, when a number is first written. The rest is one
for all: a real minus sign, no sign before what rounds to zero, "–" for what is not known and "∞" for what has no end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from datadeel.i18n import translate
from datadeel.registry.outcomes import scale, unit

#: What stands for a number that is not known.
UNKNOWN = "–"

_MINUS = "−"


@dataclass(frozen=True)
class Interval:
    """A number with its 95 % interval, all in one unit; the ends are NaN where there is none, as of a single world."""

    value: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 or -1 where the interval lies on one side of zero; 0 where it holds zero, or is not known."""
        if not all(map(math.isfinite, (self.value, self.low, self.high))):
            return 0
        return 1 if self.low > 0.0 else -1 if self.high < 0.0 else 0

    @property
    def size(self) -> Interval:
        """How large it is, whatever the direction."""
        return self if self.value >= 0.0 else Interval(-self.value, -self.high, -self.low)

    def times(self, factor: float) -> Interval:
        """The same in another unit. factor: above zero."""
        return Interval(self.value * factor, self.low * factor, self.high * factor)

    @property
    def digits(self) -> int:
        """So many digits that the interval can be seen, and that it is clear of zero if it is; no more than that."""
        if abs(self.value) >= 10.0:
            return 0
        digits = 1
        while digits < 3 and self.sign and min(abs(self.low), abs(self.high)) < 0.5 * 10**-digits:
            digits += 1
        while digits < 2 and round(self.low, digits) == round(self.high, digits):
            digits += 1
        return digits


def digits_for(values: Iterable[float]) -> int:
    """Digits after the point that tell ``values`` apart without more than there is to know; infinities do not count."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return 0 if largest >= 100.0 else 1 if largest >= 10.0 else 2 if largest >= 0.1 or largest == 0.0 else 3


@dataclass(frozen=True)
class _Marks:
    """What a language puts between thousands and before decimals, and around a percentage and a sum of euros."""

    separators: dict[int, str]
    percent: str
    euros: str


@cache
def _marks(language: str) -> _Marks:
    from babel.core import Locale  # not before a number is written: the command line's help needs none

    locale = Locale.parse(language)
    symbols = locale.number_symbols
    symbols = symbols.get("latn", symbols)
    percent, money = locale.percent_formats[None], locale.currency_formats["standard"]
    euro = locale.currency_symbols.get("EUR", "EUR")
    return _Marks(
        str.maketrans({",": symbols["group"], ".": symbols["decimal"]}),
        f"{percent.prefix[0]}{{}}{percent.suffix[0]}",
        f"{money.prefix[0]}{{}}{money.suffix[0]}".replace("¤", euro),
    )


@dataclass(frozen=True)
class Formatter:
    """Writes numbers in a ``language``, one of ``LANGUAGES``."""

    language: str

    def number(self, value: float, digits: int = 0, sign: bool = False) -> str:
        """A ``value`` with so many ``digits`` after the point and marks between thousands.

        sign: with a plus, where it is above zero. What rounds to zero has no sign.
        """
        return self._signed(value, self._plain(value, digits), sign)

    def percent(self, share: float, digits: int = 0) -> str:
        """A ``share``, 1 for the whole, as a percentage with so many ``digits`` after the point."""
        text = self._plain(100.0 * share, digits)
        return self._signed(share, text if text == UNKNOWN else _marks(self.language).percent.format(text))

    def short(self, value: float, figures: int = 4) -> str:
        """A ``value`` with so many significant ``figures`` at most, as it stands on an axis or names a setting."""
        size = abs(value)
        if 0.0 < size < 1e-6 or 1e15 <= size < math.inf:
            mantissa, _, power = f"{size:.3g}".partition("e")
            mantissa = mantissa.translate(_marks(self.language).separators)
            return self._signed(value, f"{mantissa}e{power.replace('-', _MINUS)}")
        if not size or not math.isfinite(size):
            return self.number(value)
        plain = f"{size:.{max(0, figures - 1 - math.floor(math.log10(size)))}f}"
        return self.number(value, len(plain.rstrip("0").partition(".")[2]))

    def count(self, counts: Iterable[float]) -> str:
        """A whole number where ``counts`` are all the same, and else from the least to the most: "40–60"."""
        known = list(counts)
        low, high = int(min(known)), int(max(known))
        return self.number(high) if low == high else f"{self.number(low)}–{self.number(high)}"

    def euros(self, value: float, named: bool = True) -> str:
        """Euros to three figures, as more would be false precision. named: with the sign of the euro."""
        if value and math.isfinite(value):
            value = round(value, 2 - math.floor(math.log10(abs(value))))
        text = self._plain(value, 0 if not math.isfinite(value) or value == round(value) else 2)
        bare = not named or not math.isfinite(value)
        return self._signed(value, text if bare else _marks(self.language).euros.format(text))

    def outcome(self, outcome: str, value: float, sign: bool = False) -> str:
        """A ``value`` of an ``outcome`` as it is read, with one digit: shares in per cent, sums of money in millions.

        sign: it is a difference, which has a sign, and of shares is in points. Raises KeyError for an outcome that
        there is not.
        """
        if unit(outcome) == "share" and not sign:
            return self.percent(value, 1)
        return self.number(value * scale(outcome), 1, sign)

    def interval(self, one: Interval, digits: int | None = None, sign: bool = False) -> str:
        """A number with its interval behind it: "66 (63 to 69)"; a single world has none.

        one: in the unit that it is written in. digits: after the point; as many as it takes where None. sign: as of
        :meth:`number`.
        """
        places = one.digits if digits is None else digits
        return self._with_ends([self.number(value, places, sign) for value in (one.value, one.low, one.high)], one)

    def price(self, one: Interval) -> str:
        """Euros with their interval."""
        return self._with_ends(
            [self.euros(one.value), *(self.euros(end, named=False) for end in (one.low, one.high))], one
        )

    def outcome_interval(self, outcome: str, one: Interval, sign: bool = False) -> str:
        """A number with its interval in the unit that it is read in; without "%" or a name.

        outcome: its id. one: in the unit of its records. sign: it is a change. Raises KeyError for an outcome that
        there is not.
        """
        shown = one.times(scale(outcome))
        whole = unit(outcome) == "share" and not sign and shown.value >= 10.0
        return self.interval(shown, 0 if whole else None, sign)

    def per_cent(self, one: Interval) -> str:
        """A share as "25 per cent (24 to 26)"."""
        mean, _, ends = self.interval(one.times(100.0), 0).partition(" (")
        return translate(self.language, "number.per_cent", mean=mean, range=f" ({ends}" if ends else "")

    def joined(self, texts: Sequence[str]) -> str:
        """A list in words: "a, b and c"."""
        if len(texts) < 2:
            return "".join(texts)
        return translate(self.language, "number.and", first=", ".join(texts[:-1]), last=texts[-1])

    def _plain(self, value: float, digits: int) -> str:
        """The size of ``value``, without a sign."""
        if not math.isfinite(value):
            return UNKNOWN if math.isnan(value) else "∞"
        return f"{abs(value):,.{digits}f}".translate(_marks(self.language).separators)

    def _signed(self, value: float, text: str, sign: bool = False) -> str:
        """The ``text`` of the size of ``value``, with the sign that it has: none where only zeros are left of it."""
        if not any(figure in text for figure in "123456789∞"):
            return text
        return (_MINUS if value < 0 else "+" if sign and text != "∞" else "") + text

    def _with_ends(self, texts: Sequence[str], one: Interval) -> str:
        """The ``texts`` of the value and the ends of ``one``, as a sentence has them."""
        if math.isnan(one.value):
            return UNKNOWN
        if math.isnan(one.low) or math.isnan(one.high):
            return translate(self.language, "number.without_interval", mean=texts[0])
        return translate(self.language, "number.interval", mean=texts[0], low=texts[1], high=texts[2])
