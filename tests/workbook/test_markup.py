"""XML Spreadsheet 2003 and HTML tables, saved as .xls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loaders.workbook import Sheet, UnreadableFile

Read = Callable[..., list[Sheet]]

XML = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles><Style ss:ID="Default"/></Styles>
 <Worksheet ss:Name="名册"><Table>
  <Column ss:Width="80"/>
  <Row ss:Index="2"><Cell ss:MergeAcross="2"><Data ss:Type="String">党员 &amp; 群众</Data></Cell><Cell><Data ss:Type="String">右</Data></Cell></Row>
  <Row ss:Span="1"/>
  <Row><Cell ss:MergeDown="1"><Data ss:Type="String">张三</Data></Cell><Cell><Data ss:Type="Number">10000002</Data></Cell>
   <Cell ss:Index="4"><Data ss:Type="DateTime">1987-03-01T00:00:00.000</Data></Cell></Row>
  <Row><Cell ss:Index="2"><Data ss:Type="Number">4.2058319870312E+17</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
   <Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
  <Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">李<B>四</B></ss:Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>
   <Cell><Data ss:Type="Number">不是数</Data></Cell><Cell/><Cell><Data ss:Type="DateTime">1899-12-31T12:30:00.000</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="暗"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>"""


@pytest.mark.parametrize(("declared", "encoding"), [("UTF-8", "utf-8"), ("gb2312", "gb18030"), ("UTF-8", "gb18030"), ("utf-16", "utf-16")])
def test_xml_spreadsheet(read: Read, declared: str, encoding: str) -> None:
    sheet, hidden = read(XML.format(encoding=declared).encode(encoding))
    assert [column.to_pylist() for column in sheet.columns] == [
        [None, "党员 & 群众", None, None, "张三", None, "李四"],
        [None, None, None, None, "10000002", "420583198703120000", "不是数"],
        [None] * 7,
        [None, "右", None, None, "1987-03-01", "TRUE", "12:30:00"],
    ]
    assert sheet.numeric[1] is not None
    assert sheet.numeric[1].tolist() == [False] * 4 + [True, True, False]
    assert [mask is None for mask in sheet.numeric] == [True, False, True, True]
    assert sheet.merged.tolist() == [[1, 0, 1, 2], [4, 0, 5, 0]]
    assert (hidden.name, hidden.height, "隐藏" in hidden.notes[-1]) == ("暗", 0, True)


def test_broken_xml_is_refused_with_its_line(read: Read) -> None:
    text = XML.format(encoding="UTF-8").replace("党员 &amp; 群众", "党员 & 群众")
    with pytest.raises(UnreadableFile, match=r"“台账.xls”：XML 表格第 \d+ 行有错。请用 Excel 或 WPS 打开，另存为 .xlsx"):
        read(text.encode())


def test_xml_entities_are_not_followed(read: Read) -> None:
    text = XML.format(encoding="UTF-8").replace("<Workbook", '<!DOCTYPE w [<!ENTITY a "aaaa">]><Workbook', 1)
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        read(text.encode())


def test_xml_places_beyond_excel_take_no_memory(read: Read) -> None:
    text = XML.format(encoding="UTF-8").replace('ss:Index="2"', 'ss:Index="999999999"')
    with pytest.raises(UnreadableFile, match="超出 Excel 的范围"):
        read(text.encode())


HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset={encoding}">
<style>td {{mso-number-format:"\\@"}}</style></head><body>
<table border=1>
<thead><tr><th rowspan=2>姓名</th><th colspan=2>证件</th><th rowspan=0>备注</th></tr><tr><th>号码</th><th>类<br>型</th></tr></thead>
<tbody><tr><td>张&nbsp;三</td><td x:str>420583198703124513</td><td style='mso-number-format:"\\@"'>  身份
   证 </td><td></td></tr>
<tr><td><p>李四</p><p>（户主）</p></td><td>4.2E+17</td><td>&nbsp;</td></tr>
<tr><td><font color=red>王</font>五<script>x</script><table><tr><td>内表</td></tr></table></td></tr></tbody>
</table><p>说明</p><table><tr><td>第二张</td></tr></table><table><tr><td>&nbsp;</td></tr></table></body></html>"""


@pytest.mark.parametrize(("declared", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8"), ("utf-8", "utf-8-sig")])
def test_html_tables(read: Read, declared: str, encoding: str) -> None:
    first, inner, second, *rest = read(HTML.format(encoding=declared).encode(encoding))
    assert [column.to_pylist() for column in first.columns] == [
        ["姓名", None, "张 三", "李四\n（户主）", "王五"],
        ["证件", "号码", "420583198703124513", "4.2E+17", None],
        [None, "类\n型", "身份 证", None, None],
        ["备注", None, None, None, None],
    ]
    assert first.numeric == (None,) * 4
    assert sorted(first.merged.tolist()) == [[0, 0, 1, 0], [0, 1, 0, 2], [0, 3, 4, 3]]
    assert [(sheet.name, sheet.text(0, 0)) for sheet in (inner, second)] == [("表2", "内表"), ("表3", "第二张")]
    assert [sheet.height for sheet in rest] in ([], [0])


def test_excel_s_own_name_of_a_sheet(read: Read) -> None:
    head = "<head><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>金山村</x:Name></x:ExcelWorksheet></xml><![endif]--></head>"
    (sheet,) = read(f"<html>{head}<table><tr><td>甲</td></tr></table></html>".encode())
    assert sheet.name == "金山村"


def test_words_before_the_first_tag(read: Read) -> None:
    (sheet,) = read("导出成功 <table><tr><td>甲</td><td>乙</td></tr></table>".encode("gb18030"))
    assert (sheet.height, sheet.width, sheet.text(0, 1)) == (1, 2, "乙")


def test_absurd_spans_take_no_memory(read: Read) -> None:
    (sheet,) = read("<table><tr><td colspan=99999999 rowspan=99999999>甲</td></tr><tr><td>乙</td></tr></table>".encode())
    assert sheet.text(0, 0) == "甲"


NO_TABLE = ["<html><body>请登录</body></html>", "<html></html>", "<frameset><frame src=a.htm></frameset>", "<>", "<?xml version='1.0'?><a/>"]


@pytest.mark.parametrize("page", NO_TABLE)
def test_a_page_without_table(read: Read, page: str) -> None:
    with pytest.raises(UnreadableFile, match="网页里没有表格"):
        read(page.encode())
