"""What goes wrong with an upload, by the status that a web server answers with."""

from __future__ import annotations

from graph.errors import DaohuError

__all__ = ["AllRefusedError", "FormError", "NoSuchUploadError", "RefusedFileError", "TooLargeError", "UploadError"]


class UploadError(DaohuError):
    """An upload as a whole is not taken; nothing of it is kept."""

    status = 422
    code = "upload_refused"


class FormError(UploadError):
    """The request is no form with files."""

    status = 400
    code = "form_broken"


class TooLargeError(UploadError):
    """More bytes, files or fields than an upload may have."""

    status = 413
    code = "upload_too_large"


class AllRefusedError(UploadError):
    """Every file was refused; `refused` has the name of each and why."""

    code = "every_file_refused"

    def __init__(self, refused: list[tuple[str, str]]) -> None:
        name, why = refused[0]
        more = f"（还有 {len(refused) - 1} 个文件也未接收）" if len(refused) > 1 else ""
        super().__init__(f"没有接收任何文件。“{name}”：{why}{more}")
        self.refused = refused


class NoSuchUploadError(UploadError):
    """There is no upload of that name."""

    status = 404
    code = "upload_unknown"

    def __init__(self) -> None:
        super().__init__("没有这次上传，可能已被删除。请回到台账页查看现有的上传。")


class RefusedFileError(Exception):
    """One file is not taken; the sentence says why and what to do. The others of the upload are."""
