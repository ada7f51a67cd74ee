"""What an analyst has written: the text, its parameters a line each, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.asking.telling import KINDS
from api.results import Reader
from api.web.querying.library import question_named
from graph.queries import Parameter
from graph.queries.parameters import written

longest_address = 6000
"""Characters of an address that every browser and proxy takes; a longer text is answered without one."""
GIVEN = f"每行一个：名称=值；类型由查询看出来，要说定就写 名称:date=2024-06-30。类型有 {'、'.join(KINDS)}；几个值用 | 隔开。"
_DOING = ("run", "explain")
_VILLAGE = 3


@dataclass(frozen=True)
class Written:
    """`do` is run, explain or nothing; `village` is one of the reader's own, for the examples."""

    text: str
    param: str
    do: str
    names: str
    form: str
    village: str

    @classmethod
    def of(cls, said: Mapping[str, str], reader: Reader) -> Written:
        """From an address or a form; `from=NAME` begins with the text of a question."""
        text, param = said.get("text", "").replace("\r\n", "\n"), said.get("param", "").replace("\r\n", "\n")
        if not text and (name := said.get("from", "")):
            text, param = _of_question(name, reader)
        inside = reader.results.units[reader.top.unit : reader.top.last + 1]
        village = next((u.name for u in inside if u.level == _VILLAGE), reader.top.name)
        do = said.get("do", "")
        return cls(text, param, do if do in _DOING else "", said.get("names", ""), said.get("format", ""), village)

    @property
    def said(self) -> list[str]:
        """``name=value`` each."""
        return [line for line in self.param.split("\n") if line.strip()]

    def address(self, edition: str) -> str:
        """The address of this state."""
        said = {"text": self.text, "param": self.param, "do": self.do, "names": self.names, "format": self.form, "edition": edition}
        return f"/query/cypher?{urlencode({k: v for k, v in said.items() if v})}"


def _of_question(name: str, reader: Reader) -> tuple[str, str]:
    """A question's text without its head, and its defaults as parameters."""
    one = question_named(name)
    lines = one.text.splitlines()
    body = "\n".join(lines[next((i for i, line in enumerate(lines) if not line.startswith("//")), 0) :])
    return body.strip(), "\n".join(f"{p.name}={_default(p, reader)}" for p in one.parameters)


def _default(parameter: Parameter, reader: Reader) -> str:
    if parameter.type == "unit":
        return reader.top.id
    return "" if parameter.required else written(parameter.on(reader.results.day))
