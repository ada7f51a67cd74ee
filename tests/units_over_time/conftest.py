"""The fictional county of tests/loaders after a reform of its villages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.county import County

UNITS = """
乡镇|村(社区)|区划代码|村民小组|湾落
青石镇|白鹭村|990121100201|一组|东湾
青石镇|白鹭村|990121100201|二组|
青石镇|新桥村|990121100210|一组|
青石镇|新桥村|990121100210|石桥村二组|
青石镇|柳溪社区|990121100001|和谐小区|1栋
青石镇|长坪社区|990121100011|一组|
"""
"""石桥村 and 柳溪村 are 新桥村; 南河乡 is dissolved: its 石桥村 went to 白鹭村, its 长坪村 is 长坪社区 of 青石镇."""
TABLE = """
原乡镇|原村(社区)|原代码|现乡镇|现村(社区)|现代码|调整类型|调整日期
青石镇|石桥村|990121100203|青石镇|新桥村|990121100210|合并|2024-03-01
青石镇|柳溪村|990121100202|青石镇|新桥村|990121100210|合并|2024-03-01
南河乡|石桥村|990121200201|青石镇|白鹭村||撤并|2024-03-01
南河乡|长坪村|990121200202|青石镇|长坪社区||更名|2024-03-01
南河乡||990121200000|青石镇|||撤并|2024-03-01
"""
HEADER = "乡镇|村(社区)|村民小组|户号|户主姓名|姓名|与户主关系"
REGISTER = f"""
{HEADER}
青石镇|石桥村|一组|0001|李四|李四|户主
青石镇|石桥村|一组|0001|李四|李小四|子
青石镇|石桥村|二组|0002|王五|王五|户主
青石镇|柳溪村|一组|0001|张三|张三|户主
青石镇|柳溪村|一组|0003|孙七|孙七|户主
青石镇|白鹭村|一组|0001|钱大|钱大|户主
南河乡|石桥村|一组|0001|周八|周八|户主
南河乡|长坪村|一组|0401|吴九|吴九|户主
"""


@pytest.fixture
def reformed(tmp_path: Path) -> County:
    """The county with the unit ledger of now, the table, and a register that still writes the former villages."""
    county = County(tmp_path)
    county.units(UNITS)
    county.register(REGISTER)
    county.csv("撤村并居对照表.csv", TABLE)
    return county
