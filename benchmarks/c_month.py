"""The month as C: the rules' own source translated line by line, as a yardstick of what the machine can do.

The rules use a small part of Python: attributes of records, numbers, if and for. That part is translated here, the
loops around it are written out, and the system's compiler makes a library of it. With our exponential the C month gives
the same bits as the compiled driver; with the C library's (``-DLIBM``) it shows what a hand-written month would do.
"""

from __future__ import annotations

import ast
import ctypes
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from datadeel.model import arithmetic, engine, month, rules, schedule
from datadeel.model import random as draws
from datadeel.model import state as columns
from datadeel.scenario.loader import load

_RECORDS = {
    "organisation": columns.ORGANISATION_DTYPE,
    "chain": columns.CHAIN_DTYPE,
    "nation": columns.NATION_DTYPE,
    "visible": columns.VISIBLE_DTYPE,
    "policy": columns.POLICY_DTYPE,
    "event": columns.EVENT_DTYPE,
    "key": columns.KEY_DTYPE,
    "price": columns.PRICE_DTYPE,
    "parameter": columns.PARAMETER_DTYPE,
    "kind_sum": columns.KIND_SUMS_DTYPE,
    "chain_sum": columns.CHAIN_SUMS_DTYPE,
}
_TYPES = {"i8": "int64_t", "u8": "uint64_t", "f8": "double", "i1": "int8_t"}

#: The record that a class of the state is in C; lists of them are pointers as well, lists of whole numbers too.
_CLASSES = {
    "OrganisationState": "organisation", "ChainState": "chain", "NationState": "nation", "VisibleState": "visible",
    "PolicyInputs": "policy", "Events": "event", "Keys": "key", "Prices": "price", "Parameters": "parameter",
    "KindSums": "kind_sum", "ChainSums": "chain_sum",
}  # fmt: skip
_PLAIN = {"float": "double", "bool": "int", "None": "void"}

#: Written by hand: what Python does through its own library.
_BY_HAND = """
static inline double _power_of_two(double rounded) {
    int64_t n = (int64_t)(rounded - _ROUNDER); uint64_t bits = (uint64_t)(n + 1023) << 52; double result;
    memcpy(&result, &bits, 8); return result;
}
static inline double logarithm(double x) {
    int exponent; double mantissa = frexp(x, &exponent);
    if (mantissa < _SQRT_HALF) { mantissa = mantissa * 2.0; exponent = exponent - 1; }
    double s = (mantissa - 1.0) / (mantissa + 1.0), square = s * s, series = 2.0 / 21.0;
    series = series * square + 2.0 / 19.0; series = series * square + 2.0 / 17.0; series = series * square + 2.0 / 15.0;
    series = series * square + 2.0 / 13.0; series = series * square + 2.0 / 11.0; series = series * square + 2.0 / 9.0;
    series = series * square + 2.0 / 7.0; series = series * square + 2.0 / 5.0; series = series * square + 2.0 / 3.0;
    series = series * square + 2.0; return series * s + exponent * _LN2;
}
"""
_SKIPPED = {"_power_of_two", "logarithm", "bill"}

#: The loops of ``compiled.simulate``, with its sums in blocks.
_LOOPS = """
void simulate(r_organisation *organisations, int64_t size, r_visible *others, r_chain *chains, int64_t chain_count,
              r_nation *nation, int64_t *seats, int64_t *memberships, int64_t *ties, r_policy *planned,
              r_policy *lawful, r_event *all_events, r_price *prices, double *running, r_key *all_keys,
              r_parameter *parameters, r_kind_sum *by_kind, r_chain_sum *by_chain, int64_t months) {
    for (int64_t t = 0; t < months; t++) {
        r_key *keys = &all_keys[t + 1]; r_event *events = &all_events[t];
        r_policy *policy = govern(nation, events, running[t], keys, parameters) ? &planned[t] : &lawful[t];
        institutions(nation, policy, keys, parameters); mediate(nation, policy, parameters);
        for (int64_t j = 0; j < chain_count; j++)
            assess(&chains[j], organisations, seats, nation, policy, events, keys, parameters);
        double applicants = 0.0, alone = 0.0, helped = 0.0;
        for (int64_t first = 0; first < size; first += BLOCK) {
            double asked[3] = {0.0, 0.0, 0.0};
            for (int64_t i = first; i < min(size, first + BLOCK); i++) {
                r_organisation *one = &organisations[i];
                observe(one, others, chains, memberships, ties, policy, parameters);
                evaluate(one, nation, policy, parameters); intend(one, nation, policy, keys, parameters);
                if (one->intent == 2) { asked[0] += 1.0; asked[2] += one->granted; }
                else if (one->intent == 1) asked[1] += one->granted;
            }
            applicants += asked[0]; alone += asked[1]; helped += asked[2];
        }
        ration(nation, applicants, alone, helped);
        r_kind_sum *sums = &by_kind[t * 5];
        for (int64_t first = 0; first < size; first += BLOCK) {
            r_kind_sum part[5]; memset(part, 0, sizeof part);
            for (int64_t i = first; i < min(size, first + BLOCK); i++) {
                r_organisation *one = &organisations[i];
                act(one, nation, policy, keys, parameters); update(one, nation, policy, events, keys, parameters);
                tally(one, part);
                others[i].level = one->level; others[i].breached = one->breached; others[i].success = one->success;
            }
            for (size_t q = 0; q < sizeof part / 8; q++) ((double *)sums)[q] += ((double *)part)[q];
        }
        for (int64_t first = 0; first < chain_count; first += BLOCK) {
            r_chain_sum part; memset(&part, 0, sizeof part);
            for (int64_t j = first; j < min(chain_count, first + BLOCK); j++) {
                advance(&chains[j], keys, parameters); tally_chain(&chains[j], &part);
            }
            for (size_t q = 0; q < sizeof part / 8; q++) ((double *)&by_chain[t])[q] += ((double *)&part)[q];
        }
        double granted = 0.0, outlay = prices[t].fixed;
        for (int kind = 0; kind < 5; kind++) {
            granted += sums[kind].granted;
            outlay += prices[t].per_sharer[kind] * sums[kind].sharing
                    + prices[t].per_obliged[kind] * sums[kind].obliged;
        }
        settle(nation, granted, outlay + prices[t].per_euro * granted, sums[4].sharing);
    }
}
"""


def _c_type(noted: str, whole: str) -> str:
    """The C type for an annotation of the rules. whole: that of whole numbers."""
    inner = noted.removeprefix("Rows[").removesuffix("]")
    if inner in _CLASSES:
        return f"r_{_CLASSES[inner]} *"
    plain = whole if inner == "int" else _PLAIN[inner]
    return f"{plain} *" if inner != noted else plain


class _Translator:
    """One function of the rules as C."""

    def __init__(self, function: ast.FunctionDef, module: ModuleType) -> None:
        self.function = function
        self.module = module
        self.types: dict[str, str] = {}
        whole = "uint64_t" if module is draws else "int64_t"
        for argument in function.args.args:
            self.types[argument.arg] = _c_type(ast.unparse(argument.annotation), whole)  # type: ignore[arg-type]
        self.arguments = ", ".join(f"{kind} {name}" for name, kind in self.types.items())
        self.result = _c_type(ast.unparse(function.returns), whole)  # type: ignore[arg-type]
        self.locals: dict[str, str] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name) and target.id not in self.types:
                        self._declare(target.id, node.value, whole)
            elif isinstance(node, ast.For):
                self.locals[node.target.id] = "int64_t"  # type: ignore[attr-defined]

    def _declare(self, name: str, value: ast.expr, whole: str) -> None:
        kind = self._kind(value, whole)
        if self.locals.get(name) != "double" or kind.endswith("*"):
            self.locals[name] = kind

    def _kind(self, value: ast.expr, whole: str) -> str:
        """The C type of an expression: a record, a whole number, or a real one."""
        if self._is_row(value):
            return self.types[value.value.id]  # type: ignore[attr-defined]
        if isinstance(value, ast.Constant):
            return whole if isinstance(value.value, int) else "double"
        if isinstance(value, ast.Name):
            return self.types.get(value.id) or self.locals.get(value.id) or "double"
        if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
            owner = (
                (self.types.get(value.value.id) or self.locals.get(value.value.id) or "")
                .removesuffix(" *")
                .removeprefix("r_")
            )
            if owner in _RECORDS:
                return _TYPES[_RECORDS[owner].fields[value.attr][0].base.str[1:]]  # type: ignore[index]
        if isinstance(value, ast.BoolOp | ast.Compare) or (
            isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)
        ):
            return "int64_t"
        if isinstance(value, ast.IfExp):
            kinds = {self._kind(value.body, whole), self._kind(value.orelse, whole)}
            return kinds.pop() if len(kinds) == 1 else "double"
        if isinstance(value, ast.BinOp) and not isinstance(value.op, ast.Div):
            kinds = {self._kind(value.left, whole), self._kind(value.right, whole)}
            return "double" if "double" in kinds else whole
        if isinstance(value, ast.Call) and self.module is draws and ast.unparse(value.func) == "mix":
            return whole
        return "double"

    def text(self) -> str:
        """The function in C."""
        lines = [f"static inline {self.result} {self.function.name}({self.arguments}) {{"]
        lines += [f"    {kind} {name};" for name, kind in self.locals.items()]
        lines += self._block(self.function.body)
        return "\n".join([*lines, "}"])

    def _is_row(self, node: ast.expr) -> bool:
        """Whether an expression takes one record out of an argument that holds many."""
        owner = node.value if isinstance(node, ast.Subscript) else None
        return isinstance(owner, ast.Name) and self.types.get(owner.id, "").startswith("r_")

    def head(self) -> str:
        """Its declaration."""
        return f"static inline {self.result} {self.function.name}({self.arguments});"

    def _block(self, body: list[ast.stmt]) -> list[str]:
        return [line for statement in body for line in self._statement(statement)]

    def _statement(self, node: ast.stmt) -> list[str]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return []
        if isinstance(node, ast.Expr):
            return [f"{self._say(node.value)};"]
        if isinstance(node, ast.Assign):
            return [f"{' = '.join(map(self._say, node.targets))} = {self._say(node.value)};"]
        if isinstance(node, ast.AugAssign):
            return [f"{self._say(node.target)} {self._sign(node.op)}= {self._say(node.value)};"]
        if isinstance(node, ast.Return):
            return [f"return {self._say(node.value)};" if node.value else "return;"]
        if isinstance(node, ast.If):
            lines = [f"if ({self._say(node.test)}) {{", *self._block(node.body), "}"]
            return lines + (["else {", *self._block(node.orelse), "}"] if node.orelse else [])
        if isinstance(node, ast.For):
            first, last = (self._say(one) for one in node.iter.args)  # type: ignore[attr-defined]
            name = ast.unparse(node.target)
            return [f"for ({name} = {first}; {name} < {last}; {name}++) {{", *self._block(node.body), "}"]
        raise NotImplementedError(ast.dump(node))

    @staticmethod
    def _sign(operator: Any) -> str:
        signs = {
            ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
            ast.LShift: "<<", ast.RShift: ">>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
            ast.Eq: "==", ast.NotEq: "!=",
            ast.And: "&&", ast.Or: "||", ast.Not: "!", ast.USub: "-",
        }  # fmt: skip
        return signs[type(operator)]

    @staticmethod
    def _number(value: Any) -> str:
        if isinstance(value, bool):
            return str(int(value))
        return f"{value}ULL" if isinstance(value, int) and value >= 2**62 else repr(value)

    def _say(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return self._number(node.value)
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            return f"{self._say(node.value)}->{node.attr}"
        if isinstance(node, ast.Subscript):
            place = f"{self._say(node.value)}[{self._say(node.slice)}]"
            return f"&{place}" if self._is_row(node) else place
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            return f"{name}({', '.join(self._say(one) for one in node.args)})"
        if isinstance(node, ast.BinOp):
            left = f"(double){self._say(node.left)}" if isinstance(node.op, ast.Div) else self._say(node.left)
            return f"({left} {self._sign(node.op)} {self._say(node.right)})"
        if isinstance(node, ast.UnaryOp):
            return f"({self._sign(node.op)}{self._say(node.operand)})"
        if isinstance(node, ast.BoolOp):
            return "(" + f" {self._sign(node.op)} ".join(self._say(one) for one in node.values) + ")"
        if isinstance(node, ast.IfExp):
            return f"({self._say(node.test)} ? {self._say(node.body)} : {self._say(node.orelse)})"
        if isinstance(node, ast.Compare):
            left, right = self._say(node.left), node.comparators[0]
            if isinstance(node.ops[0], ast.In):
                return "(" + " || ".join(f"{left} == {self._say(one)}" for one in right.elts) + ")"  # type: ignore[attr-defined]
            return f"({left} {self._sign(node.ops[0])} {self._say(right)})"
        raise NotImplementedError(ast.dump(node))


def _struct(name: str, shape: np.dtype[Any]) -> str:
    fields = []
    for field in shape.names or ():
        kind = shape.fields[field][0]  # type: ignore[index]
        size = f"[{kind.shape[0]}]" if kind.shape else ""
        fields.append(f"{_TYPES[kind.base.str[1:]]} {field}{size};")
    return f"typedef struct {{ {' '.join(fields)} }} r_{name};"


def source() -> str:
    """The whole month in C."""
    constants = []
    for module in (arithmetic, draws, columns, month):
        for name, value in vars(module).items():
            plain = isinstance(value, int | float) and not isinstance(value, bool)
            if plain and (name.isupper() or name.startswith("_")) and name.strip("_").isupper():
                text = f"{value}ULL" if isinstance(value, int) and value >= 2**62 else repr(value)
                constants.append(f"#define {name} {text}")
    translated = [
        _Translator(node, module)
        for module in (arithmetic, draws, rules, month)
        for node in ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.name not in _SKIPPED
        and any(ast.unparse(one) == "rule" for one in node.decorator_list)
    ]
    heads = "\n".join(one.head() for one in translated)
    bodies = "\n".join(
        f"#ifdef LIBM\nstatic inline double exponential(double x) {{ return exp(x); }}\n#else\n{one.text()}\n#endif"
        if one.function.name == "exponential"
        else one.text()
        for one in translated
    )
    return "\n".join([
        "#include <math.h>", "#include <stdint.h>", "#include <string.h>",
        "#define abs(x) fabs(x)",
        "#define max(x, y) ((x) > (y) ? (x) : (y))", "#define min(x, y) ((x) < (y) ? (x) : (y))",
        *dict.fromkeys(constants), *(_struct(name, shape) for name, shape in _RECORDS.items()),
        heads, _BY_HAND, bodies, _LOOPS,
    ])  # fmt: skip


def compiler() -> str | None:
    """The system's C compiler, if there is one."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def library(folder: Path, *flags: str) -> Any:
    """The month as a loaded library, compiled with ``flags``."""
    file = folder / "month.c"
    file.write_text(source(), encoding="utf-8")
    made = folder / f"month{abs(hash(flags))}.so"
    command = [
        str(compiler()),
        "-O3",
        "-std=c11",
        "-shared",
        "-fPIC",
        "-ffp-contract=off",
        *flags,
        str(file),
        "-o",
        str(made),
        "-lm",
    ]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(made))


def run(loaded: Any, world: Any, plan: Any) -> np.ndarray:
    """Run ``world`` (which is used up) under ``plan``; sums by kind as in ``Trajectory``, aftermath included."""
    months = len(plan.running)
    by_kind = np.zeros((months, 5, len(columns.KIND_STATISTICS)))
    by_chain = np.zeros((months, len(columns.CHAIN_STATISTICS)))
    visible = np.zeros(len(world.organisations), dtype=columns.VISIBLE_DTYPE)
    for name in columns.VISIBLE_DTYPE.names or ():
        visible[name] = world.organisations[name]
    values = columns.parameter_record(world.parameters)

    def at(array: np.ndarray) -> ctypes.c_void_p:
        """Where an array lies."""
        assert array.flags["C_CONTIGUOUS"]
        return ctypes.c_void_p(array.ctypes.data)

    organisations, chains = world.organisations, world.chains
    keep = [
        np.ascontiguousarray(one)
        for one in (plan.policy, plan.lawful, plan.events, plan.prices, plan.running, world.keys)
    ]
    lists = (world.nation, world.seats, world.memberships, world.ties)
    loaded.simulate(
        *(at(organisations), ctypes.c_int64(len(organisations)), at(visible), at(chains), ctypes.c_int64(len(chains))),
        *(at(one) for one in (*lists, *keep, values, by_kind, by_chain)),
        ctypes.c_int64(months),
    )
    return by_kind


def main(file: str, months: int | None = None) -> None:
    """Check that the C month gives the bits of the compiled driver. file: of the scenario; months: its own if None."""
    if compiler() is None:
        print("C: no compiler")
        return
    scenario = load(file, [] if months is None else [f"months={months}"])
    with tempfile.TemporaryDirectory() as folder:
        sums = run(library(Path(folder)), engine.build(scenario, 1), schedule.plan(scenario))
    equal = np.array_equal(sums[: scenario.months], engine.run_one(scenario, 1).kinds)
    print("C:", "same bits" if equal else "DIFFERENT")
    assert equal


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "scenarios/dil-thesis-advice.toml")
