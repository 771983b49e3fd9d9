"""What WeasyPrint leaves out of the tags: whether a heading cell heads a column or a row."""

from io import BytesIO
from typing import Any


def with_header_scopes(pdf: bytes) -> bytes:
    """The PDF with a /Scope on every TH: a column's within THead, else a row's."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        _visit(pikepdf, document.Root.StructTreeRoot.K, in_head=False)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def _visit(pikepdf: Any, node: Any, *, in_head: bool) -> None:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            _visit(pikepdf, kid, in_head=in_head)
        return
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return
    kind = str(node.S)
    if kind == "/TH":
        _say(pikepdf, node, "/Column" if in_head else "/Row")
    if "/K" in node:
        _visit(pikepdf, node.K, in_head=in_head or kind == "/THead")


def _say(pikepdf: Any, cell: Any, scope: str) -> None:
    attributes = cell.get("/A", None)
    if attributes is None:
        cell.A = pikepdf.Dictionary(O=pikepdf.Name("/Table"), Scope=pikepdf.Name(scope))
    else:
        attributes.Scope = pikepdf.Name(scope)
