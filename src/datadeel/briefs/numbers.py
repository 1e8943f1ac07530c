"""Numbers as a reader wants them: few digits, the language's own marks, and never without their range."""

from __future__ import annotations

import math
from dataclasses import dataclass

from babel.numbers import format_currency, format_decimal

from datadeel.figures.numbers import scale
from datadeel.i18n import translate
from datadeel.registry.outcomes import unit


@dataclass(frozen=True)
class Range:
    """A mean with its 95 % interval over worlds."""

    value: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 or -1 where the interval lies on one side of zero; 0 where it holds zero, or is not known."""
        if not all(map(math.isfinite, (self.value, self.low, self.high))):
            return 0
        return 1 if self.low > 0.0 else -1 if self.high < 0.0 else 0

    def times(self, factor: float) -> Range:
        """In another unit. factor: above zero."""
        return Range(self.value * factor, self.low * factor, self.high * factor)

    @property
    def size(self) -> Range:
        """How large, whatever the direction."""
        return self if self.value >= 0.0 else Range(-self.value, -self.high, -self.low)


def scaled(outcome: str, one: Range) -> Range:
    """In the unit that figures tell it in too: shares in per cent or points, large sums in millions."""
    return one.times(scale(outcome))


@dataclass(frozen=True)
class Writer:
    """Writes numbers in a language ("en" or "nl")."""

    language: str

    def number(self, value: float, digits: int = 0, sign: bool = False) -> str:
        """With so many digits, marks between thousands, and a real minus sign."""
        if not math.isfinite(value):
            return "–"
        value = round(value, digits) + 0.0  # no minus before a zero
        text = str(
            format_decimal(abs(value), format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=self.language)
        )
        return f"{'−' if value < 0 else '+' if sign and value > 0 else ''}{text}"

    def euros(self, value: float, named: bool = True) -> str:
        """Euros to three digits: more would be false precision. named: with the sign of the euro."""
        if not math.isfinite(value):
            return "∞" if value > 0 else "–"
        if value:
            value = round(value, 2 - math.floor(math.log10(abs(value))))
        sign = f"¤{chr(0xA0) if self.language == 'nl' else ''}" if named else ""
        shape = f"{sign}#,##0{'' if value == round(value) else '.00'}"
        text = str(format_currency(abs(value), "EUR", format=shape, locale=self.language, currency_digits=False))
        return f"−{text}" if value < 0 else text

    def range(self, one: Range, digits: int | None = None, sign: bool = False) -> str:
        """A mean with its interval behind it: «66 (63 to 69)»; a single world has none."""
        places = digits_of(one) if digits is None else digits
        mean = self.number(one.value, places, sign)
        if not (math.isfinite(one.low) and math.isfinite(one.high)):
            return translate(self.language, "brief.without_range", mean=mean) if math.isfinite(one.value) else "–"
        low, high = (self.number(end, places, sign) for end in (one.low, one.high))
        return translate(self.language, "brief.range", mean=mean, low=low, high=high)

    def price(self, one: Range) -> str:
        """Euros with their interval."""
        if math.isnan(one.low) or math.isnan(one.high):
            return translate(self.language, "brief.without_range", mean=self.euros(one.value))
        low, high = (self.euros(end, named=False) for end in (one.low, one.high))
        return translate(self.language, "brief.range", mean=self.euros(one.value), low=low, high=high)

    def outcome(self, outcome: str, one: Range, sign: bool = False) -> str:
        """An outcome in the unit that is told, without its name. sign: it is a change."""
        told = scaled(outcome, one)
        whole = unit(outcome) == "share" and not sign and told.value >= 10.0
        return self.range(told, 0 if whole else None, sign)

    def percents(self, one: Range) -> str:
        """A share as «25 per cent (24 to 26)»."""
        mean, _, rest = self.range(one.times(100.0), 0).partition(" (")
        return translate(self.language, "brief.percents", mean=mean, range=f" ({rest}" if rest else "")

    def joined(self, texts: list[str]) -> str:
        """«a, b and c»."""
        if len(texts) < 2:
            return "".join(texts)
        return translate(self.language, "brief.and", first=", ".join(texts[:-1]), last=texts[-1])


def digits_of(one: Range) -> int:
    """So many digits that the interval can be seen, and one that is clear of zero is seen to be; no more than that."""
    if abs(one.value) >= 10.0:
        return 0
    digits = 1
    while digits < 3 and one.sign and min(abs(one.low), abs(one.high)) < 0.5 * 10**-digits:
        digits += 1
    while digits < 2 and round(one.low, digits) == round(one.high, digits):
        digits += 1
    return digits
