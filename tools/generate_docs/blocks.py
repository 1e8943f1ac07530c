"""The register of generated blocks; a document holds one between ``<!-- generated: NAME -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from collections.abc import Callable

from tools.generate_docs import architecture, findings, patterns, registry_tables, sensitivity, variants

#: What makes each block, as Markdown. To add one: a function in the module of its document, and a line here.
BLOCKS: dict[str, Callable[[], str]] = {
    "rooms": architecture.rooms,
    "parameters": registry_tables.parameters,
    "instruments": registry_tables.instruments,
    "costs": registry_tables.costs,
    "structures": registry_tables.structures,
    "month_columns": registry_tables.month_columns,
    "run_columns": registry_tables.run_columns,
    "findings": findings.findings,
    "exit": findings.support_that_stops,
    "loop": findings.trust_loop,
    "strictness": findings.strictness,
    "verdicts": patterns.verdicts,
    "patterns": patterns.patterns,
    "variants": variants.variants,
    "screening": sensitivity.screening,
    "sobol": sensitivity.sobol,
    "unsettled": sensitivity.unsettled,
    "forms": sensitivity.forms,
}


def renewed(text: str) -> str:
    """``text`` with its generated blocks made anew. Raises KeyError for a block that nothing generates."""

    def block(match: re.Match[str]) -> str:
        return f"<!-- generated: {match[1]} -->\n\n{BLOCKS[match[1]]()}\n\n<!-- end -->"

    return re.sub(r"<!-- generated: (\w+) -->\n.*?<!-- end -->", block, text, flags=re.DOTALL)
