"""Arithmetic over published figures: small formulas whose names are figures, computed exactly, never typed as results.

A name whose number the document lost makes the whole formula unknown (None), never 0.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from graph.errors import SchemeError

Value = Fraction | None
UNKNOWN = "待核实"
_SIGNS = {ast.Add: "+", ast.Sub: "\N{MINUS SIGN}", ast.Mult: "×", ast.Div: "÷"}


def number(text: str) -> Value:
    """The number a published text states; None for a hole and for a text that is no number (1:1, 3-5-1)."""
    return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def compute(formula: str, names: Mapping[str, Value]) -> Value:
    """The value of a formula of names, numbers, + - * / and brackets. None where a name is a hole or a divisor is 0."""
    return _value(_parsed(formula, names), names)


def spelled(formula: str, names: Mapping[str, Value]) -> str:
    """The formula with its numbers in place of the names, as an office writes it: 39600 ÷ (36 ÷ 100)."""
    return _spelled(_parsed(formula, names), names)


def names_in(formula: str) -> set[str]:
    """The figures a formula uses."""
    return set(re.findall(r"[^\W\d]\w*", formula))


def plain(value: Value, digits: int | None = None) -> str:
    """A number as text: `digits` decimals, rounded half up; without digits as many as it needs, at most 2. A hole is 待核实."""
    if value is None:
        return UNKNOWN
    places = digits if digits is not None else 2
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    return text if digits is not None or "." not in text else text.rstrip("0").rstrip(".")


def _parsed(formula: str, names: Mapping[str, Value]) -> ast.expr:
    try:
        tree = ast.parse(formula, mode="eval").body
    except SyntaxError:
        raise SchemeError(f"算式“{formula}”不合写法。算式只用名称、数和 + - * / ( )。") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in names:
            raise SchemeError(f"算式“{formula}”中的“{node.id}”没有这个公布数。")
    return tree


def _value(node: ast.expr, names: Mapping[str, Value]) -> Value:
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    assert isinstance(node, ast.BinOp), ast.dump(node)
    left, right = _value(node.left, names), _value(node.right, names)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    return left / right if right else None


def _spelled(node: ast.expr, names: Mapping[str, Value]) -> str:
    if isinstance(node, ast.Name):
        return plain(names[node.id])
    if isinstance(node, ast.Constant):
        return plain(Fraction(str(node.value)))
    assert isinstance(node, ast.BinOp)
    product, changes = isinstance(node.op, (ast.Mult, ast.Div)), isinstance(node.op, (ast.Sub, ast.Div))
    left, right = (_spelled(side, names) for side in (node.left, node.right))
    if product and _sum(node.left):
        left = f"（{left}）"
    if (product and _sum(node.right)) or (changes and isinstance(node.right, ast.BinOp) and _sum(node.right) != product):
        right = f"（{right}）"
    return f"{left} {_SIGNS[type(node.op)]} {right}"


def _sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
